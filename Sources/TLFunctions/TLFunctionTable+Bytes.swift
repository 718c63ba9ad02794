// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramTLTypes

extension TLFunctionTable {
    /// Reads a call as a server gets it.
    ///
    /// - Parameter body: The id of the method and its arguments.
    /// - Throws: ``TLError`` if the arguments cannot be read or bytes follow them.
    /// - Returns: The call, or `nil` if no method has the id.
    package static func read(_ body: ArraySlice<UInt8>) throws(TLError) -> (any TLDecodableFunction)? {
        let result = body.withUnsafeBytes { bytes in
            TLReader.read(buffer: bytes) { (reader) throws(TLError) -> (any TLDecodableFunction)? in
                guard let function = try read(&reader) else { return nil }
                try reader.finish()
                return function
            }
        }
        return try result.get()
    }
}
