// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#ifndef FEROGRAM_OPENSSL_SHIM_H
#define FEROGRAM_OPENSSL_SHIM_H

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#if OPENSSL_VERSION_NUMBER < 0x30000000L
#error "Ferogram needs OpenSSL 3 or newer"
#endif

#endif
