// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
package import FerogramTLTypes

/// Reads bytes in every way that bytes from outside are read, and checks what must hold of any bytes.
package enum TLFuzz {
    /// What became of the bytes.
    package enum Outcome: Sendable {
        case read
        case refused(TLError)
    }

    /// Reads bytes as any boxed value; what can be read must be written again without growing.
    ///
    /// - Parameter bytes: Any bytes.
    /// - Returns: Whether they could be read.
    @discardableResult
    package static func run(_ bytes: [UInt8]) -> Outcome {
        do throws(TLError) {
            let end = try TLReader.read(bytes) { (reader) throws(TLError) -> Int in
                guard let value = try TLTypeTable.read(&reader) else {
                    throw TLError(.unexpectedConstructor, offset: 0, constructorID: try reader.peekUInt32())
                }
                try checkRewriting(value)
                return reader.offset
            }
            precondition(end <= bytes.count, "the reader went beyond the end")
            return .read
        } catch {
            precondition(error.offset >= 0 && error.offset <= bytes.count, "the error's offset is outside: \(error)")
            return .refused(error)
        }
    }

    /// Reads bytes as any call, as a server does.
    ///
    /// - Parameter bytes: Any bytes.
    /// - Returns: Whether they could be read.
    @discardableResult
    package static func runFunction(_ bytes: [UInt8]) -> Outcome {
        do throws(TLError) {
            _ = try TLReader.read(bytes) { (reader) throws(TLError) -> Int in
                _ = try TLFunctionTable.read(&reader)
                return reader.offset
            }
            return .read
        } catch {
            return .refused(error)
        }
    }

    /// A value that was read can be written, and reading that gives the same bytes again.
    private static func checkRewriting(_ value: any TLBoxed) throws(TLError) {
        let first = try value.encoded()
        let second = try TLReader.read(first) { (reader) throws(TLError) -> [UInt8] in
            guard let again = try TLTypeTable.read(&reader) else { return [] }
            try reader.finish()
            return try again.encoded()
        }
        precondition(first == second, "writing is not stable: \(TL.description(of: value))")
    }
}
