// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramConnect
import FerogramSession

extension ServerDirectory {
    /// Telegram's own servers, as they are built in; what the server says of them later comes on top.
    ///
    /// - Parameter isTest: Whether the test servers are meant.
    /// - Returns: The directory; a copy with other addresses or keys goes to ``ClientBuilder/server(_:)``.
    public static func telegram(isTest: Bool = false) -> ServerDirectory {
        let hosts = TelegramAddresses.hosts(isTest: isTest)
        var directory = ServerDirectory(
            dataCenters: hosts.mapValues { Endpoint(host: $0, port: TelegramAddresses.port) }, publicKeys: nil,
            isTest: isTest,
            preferredDataCenter: 2)
        if !isTest {
            directory.mediaDataCenters = [2: "149.154.167.222", 4: "149.154.166.120"].mapValues {
                Endpoint(host: $0, port: 443)
            }
        }
        return directory
    }
}
