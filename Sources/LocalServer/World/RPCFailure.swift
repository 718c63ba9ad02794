// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// What a method answers instead of a result, with Telegram's codes and names.
///
/// See core.telegram.org/api/errors.
public struct RPCFailure: Error, Hashable, Sendable {
    /// The code, for example 400.
    public let code: Int
    /// The name, for example `PEER_ID_INVALID`.
    public let name: String

    /// Creates a failure.
    ///
    /// - Parameters:
    ///   - code: The code, for example 400.
    ///   - name: The name; one that ends in `X` takes a value.
    ///   - value: What stands in the place of `X`.
    public init(_ code: Int, _ name: TLErrorName, value: Int? = nil) {
        self.code = code
        var text = name.rawValue
        if let value, text.last == "X" {
            text.removeLast()
            text += String(value)
        }
        self.name = text
    }

    /// A failure with the code 400, which means that the request is at fault.
    static func bad(_ name: TLErrorName) -> Self { Self(400, name) }
}

extension RPCFailure: CustomStringConvertible {
    /// The code and the name.
    public var description: String { "\(code) \(name)" }
}
