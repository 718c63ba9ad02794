// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import Foundation

/// The accounts in a folder of Telegram Desktop, which is called `tdata` there.
///
///     let folder = try DesktopAccounts(path: "tdata", passcode: "1234")
///     let client = try await TelegramClient.builder().session(.memory(folder.accounts[0])).connect()
///
/// Such a folder has the keys of the accounts and whose they are; messages, files and settings stay where they are. Folders
/// of all versions up to 7.3 are read, with a passcode or without; those that are written have the form that versions
/// before 7.3 write and later ones read.
public struct DesktopAccounts: Sendable {
    /// How many accounts a folder may have.
    public static let maximumCount = 6

    /// The sessions, in the order of the folder; one whose file is missing or damaged is left out, as the program does.
    public let accounts: [SessionData]
    /// Which of them the program shows first.
    public let activeIndex: Int?

    /// Reads a folder, and leaves it as it is.
    ///
    /// - Parameters:
    ///   - path: Where the folder is.
    ///   - passcode: The passcode that the program asks for; empty if it asks for none.
    /// - Throws: ``SessionStorageError``; if the passcode is wrong, ``SessionStorageError/damaged(path:_:)`` with the code
    ///   ``SessionFormatError/Code/passcodeWrong``.
    public init(path: String, passcode: String = "") throws(SessionStorageError) {
        let keyPath = path + "/" + Self.keyName
        let key = try Self.read(keyPath) { content throws(SessionFormatError) in
            try DesktopKeyFile(content, passcode: SecureBytes(copying: Array(passcode.utf8)))
        }
        var accounts: [SessionData] = []
        var activeIndex: Int?
        for index in key.accounts {
            let account = try? Self.read(path + "/" + DesktopFile.name(ofAccount: index)) {
                content throws(SessionFormatError) in try DesktopAccountFile.read(content, key.cipher)
            }
            guard let account else { continue }
            if index == key.active { activeIndex = accounts.count }
            accounts.append(account)
        }
        guard !accounts.isEmpty else {
            throw .damaged(path: keyPath, SessionFormatError(.valueInvalid, field: "accounts"))
        }
        self.accounts = accounts
        self.activeIndex = activeIndex
    }

    /// Writes a folder that Telegram Desktop opens.
    ///
    /// The program takes the accounts over: use each key in one program at a time. Only the owner may read what is written.
    ///
    /// - Parameters:
    ///   - accounts: 1 to 6 sessions of persons on Telegram's production servers.
    ///   - path: Where the folder is going to be; there must be nothing yet.
    ///   - passcode: The passcode that the program is going to ask for; empty for none.
    /// - Throws: ``SessionStorageError``; ``SessionStorageError/storage(_:)`` with a ``SessionExportError`` if a session
    ///   lacks something.
    public static func write(
        _ accounts: [SessionData], to path: String, passcode: String = ""
    ) throws(SessionStorageError) {
        guard 1...maximumCount ~= accounts.count else {
            throw .tooLarge(
                what: "accounts in a folder of Telegram Desktop", count: accounts.count, limit: maximumCount)
        }
        let files: [(name: String, content: SecureBytes)]
        do {
            files = try self.files(accounts, SecureBytes(copying: Array(passcode.utf8)))
        } catch {
            throw .storage(error)
        }
        let manager = FileManager.default
        guard !manager.fileExists(atPath: path) else {
            throw .system(operation: "create", path: path, code: Int32(EEXIST))
        }
        do {
            let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
            try manager.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: attributes)
            for file in files {
                let target = path + "/" + file.name
                let folder = (target as NSString).deletingLastPathComponent
                try manager.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: attributes)
                let content = DesktopFile.file(file.content).withUnsafeBytes { Data($0) }
                guard
                    manager.createFile(atPath: target, contents: content, attributes: [.posixPermissions: 0o600])
                else { throw CocoaError(.fileWriteUnknown) }
            }
        } catch {
            throw .storage(error)
        }
    }

    private static let keyName = "key_data"

    /// Reads the newest version of a file that is there.
    private static func read<Value>(
        _ path: String, _ body: (UnsafeRawBufferPointer) throws(SessionFormatError) -> Value
    ) throws(SessionStorageError) -> Value {
        var failure: SessionStorageError?
        for suffix in ["s", "1", "0"] {
            guard let file = try OpenFile.openingIfPresent(path + suffix, O_RDONLY) else { continue }
            let bytes = try file.contents(limit: 1 << 24)
            do throws(SessionFormatError) {
                return try bytes.withUnsafeBytes { bytes throws(SessionFormatError) in
                    try body(try DesktopFile.content(bytes))
                }
            } catch {
                failure = failure ?? .damaged(path: path + suffix, error)
            }
        }
        throw failure ?? .system(operation: "open", path: path + "s", code: Int32(ENOENT))
    }

    private static func files(
        _ accounts: [SessionData], _ passcode: SecureBytes
    ) throws -> [(name: String, content: SecureBytes)] {
        let (key, content) = try DesktopKeyFile.make(accountCount: accounts.count, passcode: passcode)
        var files: [(name: String, content: SecureBytes)] = [(keyName + "s", content)]
        for (index, account) in accounts.enumerated() {
            let name = DesktopFile.name(ofAccount: index)
            files.append((name + "s", try DesktopAccountFile.content(account, key)))
            // What the program finds its other files by: there are none yet.
            let map = try key.seal(SecureBytes(copying: [UInt8]()))
            files.append(
                (
                    name + "/maps",
                    ByteWriter.write { writer in
                        writer.desktopNothing()
                        writer.desktopNothing()
                        writer.desktopBytes(map)
                    }
                ))
        }
        return files
    }
}
