// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import Foundation

/// What a device that is signed in must scan to sign this one in.
public struct QRLoginToken: Sendable, Hashable {
    let bytes: [UInt8]
    /// Until when it is good, by the server's clock; about half a minute.
    public let expires: Date

    /// The address in the code, `tg://login?token=…`; as secret as a login code while it is good.
    public var url: String { Self.prefix + Data(bytes).base64URL }

    /// The code for a picture.
    public var code: QRCode? { QRCode(url) }

    private static let prefix = "tg://login?token="

    /// The token in an address.
    static func bytes(in url: String) -> [UInt8]? {
        let text = url.trimmed
        guard text.lowercased().hasPrefix(prefix) else { return nil }
        let token = text.dropFirst(prefix.count).prefix { $0 != "&" }
        return Data(base64URL: token).map(Array.init).flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension QRLoginToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Until when it is good, not what it says.
    public var description: String { "QRLoginToken(expires: \(expires))" }
    /// Until when it is good, not what it says.
    public var debugDescription: String { description }
    /// A mirror without the token.
    public var customMirror: Mirror { Mirror(self, children: ["expires": expires]) }
}
