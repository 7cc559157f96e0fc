/*
 * The analyser plug-in, `prover`, from where this process finds plug-ins.
 */
#ifndef SYNOVIA_SERVICE_ANALYSERS_H
#define SYNOVIA_SERVICE_ANALYSERS_H

#include "abi/analyser.h"
#include "base/buffer.h"
#include "plugin/plugin.h"

/* Opens it; NULL where it cannot be, `problem` then says why and what to do (it is empty where
 * memory ran out). To be closed by plugin_close. */
struct plugin *analyser_open(struct buffer *problem);

/* Its routines. */
const struct synovia_analyser_routines *analyser_routines(const struct plugin *plugin);

#endif
