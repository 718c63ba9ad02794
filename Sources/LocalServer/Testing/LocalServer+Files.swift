// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramConnect
package import FerogramCrypto
import FerogramMTProto

/// Data centres as clients meet them that fetch files, in memory and for tests.
///
/// There are no files: a test answers `upload.getFile` and its like itself, with ``handle(_:with:)``.
extension LocalServer {
    /// Listens at an address where a data centre has files alone.
    ///
    /// Keys that are made there must be asked for with the data centre's number negated.
    package func listenForFiles(of dataCenter: Int, at endpoint: Endpoint, in network: MemoryNetwork) {
        let core = core
        var exchange = core.exchange
        exchange.dataCenters = [ProxyDataCenter(id: dataCenter, isMediaOnly: true)]
        network.listen(on: endpoint) { [exchange] in
            core.admit($0, dataCenter: dataCenter, provingBy: exchange)
        }
    }

    /// Plays a data centre of the content delivery network, which has a key of its own.
    ///
    /// - Parameters:
    ///   - id: Its number, beyond those of the other data centres.
    ///   - key: Its key.
    ///   - isListed: Whether `help.getCdnConfig` names the key.
    ///   - endpoint: Where it listens.
    ///   - network: The network.
    package func listenAsCDN(
        _ id: Int, key: RSAPrivateKey, isListed: Bool = true, at endpoint: Endpoint, in network: MemoryNetwork
    ) {
        let core = core
        let exchange = KeyExchangeServer.Configuration(keys: [key], dataCenters: [ProxyDataCenter(id: id)])
        core.perform { $0.cdnKeys[id] = isListed ? key.publicKey.pem : "" }
        network.listen(on: endpoint) { core.admit($0, dataCenter: id, provingBy: exchange) }
    }

    /// What clients said of themselves at a data centre (`initConnection`): their devices, systems and versions.
    package func introductions(at dataCenter: Int) -> Set<[String]> {
        core.perform { engine in
            Set(engine.keys.values.filter { $0.dataCenter == dataCenter }.compactMap(\.introduction))
        }
    }
}
