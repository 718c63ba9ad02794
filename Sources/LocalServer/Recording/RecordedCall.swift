// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
public import FerogramTLTypes

/// A call as it came to a local server, for tests that compare what clients send.
public struct RecordedCall: Sendable {
    /// The method, as the schema spells it.
    public let method: String
    /// What it was wrapped in, the outermost first, as the schema spells it; `invokeWithLayer` and `initConnection` are
    /// left out.
    public let wrappers: [String]
    /// Who called, `nil` if nobody was logged in.
    public let account: Int64?
    /// The data centre that was asked.
    public let dataCenter: Int
    /// The layer that the client speaks.
    public let layer: Int32?
    /// The method's id and its arguments, as they came: tokens and codes are in it.
    public let bytes: [UInt8]

    /// The call with its arguments.
    ///
    /// - Parameter method: The method that is expected.
    /// - Returns: The call, `nil` if it is another method's.
    public func request<Function: TLFunction>(as method: Function.Type) -> Function? {
        guard let function = try? TLFunctionTable.read(bytes[...]) else { return nil }
        return function as? Function
    }

    /// One line of JSON with all fields; what is secret is replaced by a digest.
    ///
    /// Fields that are absent are left out. Access hashes, file references, tokens, codes, phone numbers and the like
    /// become digests that are equal where the values are, as long as `digests` is the same. Of byte strings above 64 bytes
    /// the length and a digest are given.
    ///
    /// - Parameter digests: The digests of the recording.
    /// - Returns: An object with `method`, `wrappers`, `account`, `dc`, `layer` and `arguments`.
    public func json(_ digests: RecordingDigests) -> String {
        var writer = CallJSON(digests: digests)
        return writer.line(self)
    }
}

extension RecordedCall: CustomStringConvertible, CustomReflectable {
    /// The method and the account, never the arguments.
    public var description: String { "\(method) by \(account.map(String.init) ?? "nobody")" }

    /// The fields without the arguments.
    public var customMirror: Mirror {
        Mirror(self, children: ["method": method, "account": account as Any, "dataCenter": dataCenter])
    }
}
