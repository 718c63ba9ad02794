// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// An object that a server sends: its bytes, of which a long end may lie elsewhere.
///
/// A part of a file is sent from where the file is, and not copied into an answer before.
package struct ServerObject: Sendable {
    /// The beginning, if the end lies elsewhere.
    let head: [UInt8]
    /// The rest, or all of it.
    let body: ArraySlice<UInt8>

    /// The empty object, which stands for one that is not needed any more.
    static let none = Self([])

    /// An object in one piece.
    package init(_ bytes: [UInt8]) {
        self.init(head: [], body: bytes[...])
    }

    /// An object whose end lies elsewhere.
    ///
    /// - Parameters:
    ///   - head: Its beginning.
    ///   - body: Its end; both together are a multiple of four bytes.
    package init(head: [UInt8], body: ArraySlice<UInt8>) {
        self.head = head
        self.body = body
    }

    /// The id that it begins with, `nil` if it is too short for one.
    package var constructorID: UInt32? {
        let beginning = head.isEmpty ? body : head[...]
        return beginning.uint32(at: beginning.startIndex)
    }

    var byteCount: Int { head.count + body.count }

    /// The bytes in one piece.
    package var bytes: [UInt8] { head.isEmpty ? Array(body) : head + body }
}
