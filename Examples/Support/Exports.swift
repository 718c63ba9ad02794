// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

// Scripts use the server in this process; examples need no import for that.
@_exported public import FerogramLocalServer
