// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramConnect

extension ServerDirectory {
    /// Telegram's own servers, as they are built in; what the server says of them later comes on top.
    ///
    /// - Parameter isTest: Whether the test servers are meant.
    /// - Returns: The directory.
    static func telegram(isTest: Bool) -> ServerDirectory {
        let hosts =
            isTest
            ? [1: "149.154.175.10", 2: "149.154.167.40", 3: "149.154.175.117"]
            : [
                1: "149.154.175.50", 2: "149.154.167.51", 3: "149.154.175.100", 4: "149.154.167.91", 5: "149.154.171.5",
            ]
        var directory = ServerDirectory(
            dataCenters: hosts.mapValues { Endpoint(host: $0, port: 443) }, publicKeys: nil, isTest: isTest,
            preferredDataCenter: 2)
        if !isTest {
            directory.mediaDataCenters = [2: "149.154.167.222", 4: "149.154.166.120"].mapValues {
                Endpoint(host: $0, port: 443)
            }
        }
        return directory
    }
}
