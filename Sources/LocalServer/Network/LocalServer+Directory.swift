// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramConnect

extension LocalServer {
    /// Where the data centres are and how they prove themselves, for a client's builder.
    public var directory: ServerDirectory {
        let endpoints = dataCenters.map { ($0.id, Endpoint(host: $0.host, port: $0.port)) }
        return ServerDirectory(dataCenters: Dictionary(uniqueKeysWithValues: endpoints), publicKeys: [publicKey])
    }
}
