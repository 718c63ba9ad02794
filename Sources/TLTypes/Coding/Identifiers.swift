// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension TL {
    /// The id of `boolTrue`.
    package static var boolTrueID: UInt32 { 0x9972_75B5 }
    /// The id of `boolFalse`.
    package static var boolFalseID: UInt32 { 0xBC79_9737 }
    /// The id of a boxed vector.
    package static var vectorID: UInt32 { 0x1CB5_C415 }
    /// The id before a gzip-compressed value.
    package static var gzipPackedID: UInt32 { 0x3072_CFA1 }
}
