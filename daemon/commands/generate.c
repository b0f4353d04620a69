/* generate.c - `meritd generate`, which reads its own command line. */
#include "generate/generate.h"

#include "client/command.h"

const struct command command_generate = {
    .name = "generate",
    .operands = "",
    .summary = "write events of an invented shop",
    .main = generate_main,
};
