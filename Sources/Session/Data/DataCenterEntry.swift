// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramBase
public import FerogramCrypto

/// What a session knows of one data centre.
public struct DataCenterEntry: Equatable, Identifiable, Sendable {
    /// The number of the data centre.
    public var id: Int
    /// Where it listens; empty if only the built-in addresses are known.
    public var addresses: [DataCenterAddress]
    /// The permanent authorization key, if one was made.
    public var authKey: AuthKey?
    /// Salts that were good when the session was saved, in any order.
    public var salts: [ServerSalt]
    /// Whether the key belongs to the account: it was logged in with, or an exported authorization was imported.
    public var isAuthorized: Bool
    /// Permanent keys that a server rejected, the newest last; they are not used any more.
    public var rejectedKeys: [AuthKey] = []

    /// How many rejected keys a client keeps.
    package static let maximumRejectedKeys = 8

    /// Creates an entry.
    ///
    /// - Parameters:
    ///   - id: The number of the data centre.
    ///   - addresses: Where it listens.
    ///   - authKey: The permanent authorization key.
    ///   - salts: Salts that may still be good.
    ///   - isAuthorized: Whether the key belongs to the account.
    public init(
        id: Int, addresses: [DataCenterAddress] = [], authKey: AuthKey? = nil, salts: [ServerSalt] = [],
        isAuthorized: Bool = false
    ) {
        self.id = id
        self.addresses = addresses
        self.authKey = authKey
        self.salts = salts
        self.isAuthorized = isAuthorized
    }
}

extension DataCenterEntry: Codable {
    private enum CodingKeys: CodingKey {
        case id, addresses, authKey, salts, isAuthorized, rejectedKeys
    }

    /// Reads the value from a decoder.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let key = try container.decodeIfPresent(String.self, forKey: .authKey)
        self.init(
            id: try container.decode(Int.self, forKey: .id),
            addresses: try container.decode([DataCenterAddress].self, forKey: .addresses),
            authKey: nil,
            salts: try container.decode([ServerSalt].self, forKey: .salts),
            isAuthorized: try container.decode(Bool.self, forKey: .isAuthorized))
        let rejected = try container.decodeIfPresent([String].self, forKey: .rejectedKeys) ?? []
        rejectedKeys = try rejected.map { try Self.key($0, .rejectedKeys, container) }
        if let key { authKey = try Self.key(key, .authKey, container) }
    }

    private static func key(
        _ text: String, _ name: CodingKeys, _ container: KeyedDecodingContainer<CodingKeys>
    ) throws -> AuthKey {
        guard let bytes = Base64URL.decode(text), let key = try? AuthKey(bytes) else {
            // The text is a key that somebody damaged, so it is not quoted.
            throw DecodingError.dataCorruptedError(
                forKey: name, in: container, debugDescription: "not 256 bytes in base64url")
        }
        return key
    }

    /// Writes the value for an encoder.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(addresses, forKey: .addresses)
        try container.encodeIfPresent(authKey.map(Base64URL.encode), forKey: .authKey)
        try container.encode(salts, forKey: .salts)
        try container.encode(isAuthorized, forKey: .isAuthorized)
        if !rejectedKeys.isEmpty { try container.encode(rejectedKeys.map(Base64URL.encode), forKey: .rejectedKeys) }
    }
}
