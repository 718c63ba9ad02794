// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// An address that is written in numbers, in the order of the network.
enum NumericAddress: Hashable, Sendable {
    /// Four bytes.
    case v4([UInt8])
    /// Sixteen bytes.
    case v6([UInt8])

    /// Reads an address, `nil` if the text is a name.
    init?(_ text: String) {
        if let bytes = Self.read(text, family: AF_INET, count: 4) {
            self = .v4(bytes)
        } else if let bytes = Self.read(text, family: AF_INET6, count: 16) {
            self = .v6(bytes)
        } else {
            return nil
        }
    }

    private static func read(_ text: String, family: Int32, count: Int) -> [UInt8]? {
        guard text.utf8.count < 64 else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }
}
