// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

// What a program needs beside this module to write calls, texts and errors.
@_exported public import FerogramBase
@_exported public import FerogramConnect
@_exported public import FerogramFSM
@_exported public import FerogramMTSender
@_exported public import FerogramParsers
@_exported public import FerogramSession
@_exported public import FerogramTLTypes

@_exported public import struct FerogramCrypto.RSAPublicKey
