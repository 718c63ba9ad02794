// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramCrypto

/// Which servers there are: the addresses of the data centres, and the keys by which they prove themselves.
public struct ServerDirectory: Hashable, Sendable {
    /// The address of each data centre, by its number.
    public var dataCenters: [Int: Endpoint]
    /// Addresses of data centres where there are only files, by their numbers.
    public var mediaDataCenters: [Int: Endpoint] = [:]
    /// The addresses of the content delivery network, by the numbers of its data centres.
    public var cdnDataCenters: [Int: Endpoint] = [:]
    /// The RSA keys of the servers; `nil` for Telegram's own.
    public var publicKeys: [RSAPublicKey]?
    /// Whether they are test servers, which the key exchange must say.
    public var isTest: Bool
    /// The data centre to begin with.
    public var preferredDataCenter: Int

    /// Creates a directory.
    ///
    /// - Parameters:
    ///   - dataCenters: The address of each data centre, by its number, 1 to 9,999.
    ///   - publicKeys: The RSA keys of the servers; `nil` for Telegram's own.
    ///   - isTest: Whether they are test servers.
    ///   - preferredDataCenter: The data centre to begin with; the one with the lowest number if nothing is said.
    public init(
        dataCenters: [Int: Endpoint], publicKeys: [RSAPublicKey]?, isTest: Bool = false, preferredDataCenter: Int? = nil
    ) {
        self.dataCenters = dataCenters
        self.publicKeys = publicKeys
        self.isTest = isTest
        self.preferredDataCenter = preferredDataCenter ?? dataCenters.keys.min() ?? 2
    }
}
