// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramCrypto

extension SessionData {
    /// The session as one line of text, without peers and the state of updates; see ``StringSession``.
    ///
    /// The text is as secret as a password: never log it.
    ///
    /// - Returns: `fg1.` and base64url.
    public func stringSession() -> String {
        SwiftText.write(self)
    }

    /// The session as a string for Telethon.
    ///
    /// Such a string has one data centre with its key, and nothing of the account. The text is as secret as a password.
    ///
    /// - Parameter address: Where the home data centre listens, as an IPv4 or IPv6 address; by default the first such
    ///   address of the session that serves more than files, or Telegram's own.
    /// - Returns: `1` and base64url.
    /// - Throws: ``SessionExportError`` if something is missing.
    public func telethonString(address: DataCenterAddress? = nil) throws(SessionExportError) -> String {
        let (home, key) = try exported()
        guard let address = address ?? self.address(of: home, where: { IPAddress($0.host) != nil }),
            let host = IPAddress(address.host)
        else { throw .addressMissing(dataCenter: home.id) }
        return try TelethonText.write(dataCenter: home.id, host: host, port: address.port, key: key)
    }

    /// The session as a string for gramjs.
    ///
    /// Such a string has one data centre with its key, and nothing of the account. The text is as secret as a password.
    ///
    /// - Parameter address: Where the home data centre listens; by default the first address of the session that serves
    ///   more than files, or Telegram's own.
    /// - Returns: `1` and base64.
    /// - Throws: ``SessionExportError`` if something is missing.
    public func gramJSString(address: DataCenterAddress? = nil) throws(SessionExportError) -> String {
        let (home, key) = try exported()
        guard let address = address ?? self.address(of: home) else { throw .addressMissing(dataCenter: home.id) }
        return try GramJSText.write(dataCenter: home.id, host: address.host, port: address.port, key: key)
    }

    /// The session as a string for Pyrogram and kurigram.
    ///
    /// Such a string has one data centre with its key, and the account. The text is as secret as a password.
    ///
    /// - Parameter apiID: The application's `api_id`, which the string carries.
    /// - Returns: 362 characters of base64url.
    /// - Throws: ``SessionExportError`` if something is missing.
    public func pyrogramString(apiID: Int32) throws(SessionExportError) -> String {
        let (home, key) = try exported()
        guard let account else { throw .notLoggedIn }
        return try PyrogramText.write(dataCenter: home.id, isTest: isTest, account: account, apiID: apiID, key: key)
    }

    /// The session as a string for mtcute, of its version 3.
    ///
    /// Such a string has one data centre with its key, and the account. The text is as secret as a password.
    ///
    /// - Parameter address: Where the home data centre listens; by default the first address of the session that serves
    ///   more than files, or Telegram's own.
    /// - Returns: base64url.
    /// - Throws: ``SessionExportError`` if something is missing.
    public func mtcuteString(address: DataCenterAddress? = nil) throws(SessionExportError) -> String {
        let (home, key) = try exported()
        guard let address = address ?? self.address(of: home) else { throw .addressMissing(dataCenter: home.id) }
        return try MtcuteText.write(home, address, isTest: isTest, account: account, key: key)
    }

    package func exported() throws(SessionExportError) -> (DataCenterEntry, AuthKey) {
        guard let home, let key = home.authKey else { throw .notLoggedIn }
        return (home, key)
    }
}

/// Why a session cannot be written in another library's format.
public enum SessionExportError: Error, Hashable, Sendable {
    /// There is no key of the home data centre, or no account.
    case notLoggedIn
    /// The format carries an address, and the session has none for its home data centre.
    case addressMissing(dataCenter: Int)
    /// The format has one byte for the number of the data centre.
    case dataCenterOutOfRange(Int)
    /// Telegram Desktop has persons of the production servers alone.
    case notForDesktop
}

extension SessionExportError: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        switch self {
        case .notLoggedIn: "the session is not logged in"
        case .addressMissing(let id): "the session has no IP address of data center \(id)"
        case .dataCenterOutOfRange(let id): "data center \(id) does not fit in one byte"
        case .notForDesktop:
            "Telegram Desktop takes persons of the production servers; this is a bot, or of test servers"
        }
    }
}
