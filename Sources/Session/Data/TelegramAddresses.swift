// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Where Telegram's own data centres listen, as they are built in.
package enum TelegramAddresses {
    package static let port: UInt16 = 443

    /// The address of each data centre, by its number.
    package static func hosts(isTest: Bool) -> [Int: String] { isTest ? test : production }

    private static let production = [
        1: "149.154.175.50", 2: "149.154.167.51", 3: "149.154.175.100", 4: "149.154.167.91", 5: "149.154.171.5",
    ]
    private static let test = [1: "149.154.175.10", 2: "149.154.167.40", 3: "149.154.175.117"]
}

extension SessionData {
    /// Where the home data centre listens: the first address that serves more than files, or the one that is built in.
    ///
    /// - Parameters:
    ///   - home: The home data centre.
    ///   - isUsable: Whether a format can have an address.
    /// - Returns: The address; `nil` if none is known.
    package func address(
        of home: DataCenterEntry, where isUsable: (DataCenterAddress) -> Bool = { _ in true }
    ) -> DataCenterAddress? {
        let kept = home.addresses.filter { $0.options.isDisjoint(with: [.mediaOnly, .cdn]) }
        let builtIn = TelegramAddresses.hosts(isTest: isTest)[home.id].map {
            DataCenterAddress(host: $0, port: TelegramAddresses.port)
        }
        return (kept + [builtIn].compactMap { $0 }).first(where: isUsable)
    }
}
