// Visits every leaf of every line of an NDJSON file with simdjson's On-Demand interface, the fastest known way to look at
// all of an event's values, and prints how many leaves there were. Reads as a hunt does: in pieces, from the page cache.
#include <simdjson.h>

#include <cstdio>
#include <cstring>
#include <vector>

namespace ondemand = simdjson::ondemand;

static size_t leaves = 0;
static size_t leafBytes = 0;

static void visit(ondemand::value value) {
  switch (value.type()) {
    case ondemand::json_type::object:
      for (auto field : value.get_object()) {
        leafBytes += field.key().raw() != nullptr;
        visit(field.value());
      }
      break;
    case ondemand::json_type::array:
      for (auto item : value.get_array()) visit(item.value());
      break;
    default:
      leaves++;
      leafBytes += value.raw_json_token().size();
  }
}

int main(int count, char** arguments) {
  FILE* file = count > 1 ? fopen(arguments[1], "rb") : nullptr;
  if (file == nullptr) return 2;
  const size_t pieceBytes = 1 << 18;
  std::vector<char> buffer(64 * pieceBytes + simdjson::SIMDJSON_PADDING);
  const size_t roomBytes = buffer.size() - simdjson::SIMDJSON_PADDING;
  ondemand::parser parser;
  size_t held = 0;
  for (;;) {
    const size_t wanted = held + pieceBytes > roomBytes ? roomBytes - held : pieceBytes;
    const size_t read = fread(buffer.data() + held, 1, wanted, file);
    if (read == 0) break;
    const size_t filled = held + read;
    size_t start = 0;
    while (const void* found = memchr(buffer.data() + start, '\n', filled - start)) {
      const size_t end = static_cast<const char*>(found) - buffer.data();
      try {
        auto document = parser.iterate(buffer.data() + start, end - start, buffer.size() - start);
        visit(document.get_value());
      } catch (const simdjson::simdjson_error&) {
        // A bad line: counted by nobody here.
      }
      start = end + 1;
    }
    held = filled - start;
    memmove(buffer.data(), buffer.data() + start, held);
  }
  fclose(file);
  printf("%zu\n", leaves);
  fprintf(stderr, "%zu bytes\n", leafBytes);
  return 0;
}
