// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef FEROGRAM_POSTGRESQL_SHIM_H
#define FEROGRAM_POSTGRESQL_SHIM_H

// Debian and Homebrew keep the header in different folders.
#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#else
#include <postgresql/libpq-fe.h>
#endif

#endif
