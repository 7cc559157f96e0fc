/* The prover: an analyser on Z3. */
#include "prover/solver.h"

const struct synovia_plugin *synovia_plugin(const struct synovia_host *host) {
    static const struct synovia_plugin plugin = {
        .size = sizeof plugin,
        .magic = SYNOVIA_PLUGIN_MAGIC,
        .kind = SYNOVIA_KIND_ANALYSER,
        .abi_major = SYNOVIA_ANALYSER_ABI_MAJOR,
        .abi_minor = SYNOVIA_ANALYSER_ABI_MINOR,
        .name = SYNOVIA_TEXT("prover"),
        .version = SYNOVIA_TEXT("0.1.0"),
        .about = SYNOVIA_TEXT("decides formulas with the Z3 theorem prover"),
        .table = &solver_routines,
    };
    (void)host;
    return &plugin;
}
