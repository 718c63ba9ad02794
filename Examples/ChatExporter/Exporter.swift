// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport
import Foundation

/// Exports one chat.
struct Exporter {
    /// How far an earlier run came.
    private struct Progress: Codable {
        var lastMessage: Int32 = 0
        var count = 0
        /// How long the page was behind that message: what follows was not complete.
        var pageLength: UInt64 = 0
    }

    private let chat: String
    private let folder: URL
    private var page: URL { folder.appending(path: "index.html") }
    private var notes: URL { folder.appending(path: "progress.json") }

    init(_ chat: String, _ folder: URL) {
        (self.chat, self.folder) = (chat, folder)
    }

    /// Exports what no earlier run has exported.
    ///
    /// - Parameters:
    ///   - client: Who can read the chat.
    ///   - limit: How many messages at most.
    /// - Throws: What the server or the disk refuses.
    func run(_ client: TelegramClient, limit: Int = .max) async throws {
        try FileManager.default.createDirectory(at: folder.appending(path: "files"), withIntermediateDirectories: true)
        var progress = (try? JSONDecoder().decode(Progress.self, from: Data(contentsOf: notes))) ?? Progress()
        if progress.count > 0 { Example.say("Going on behind message \(progress.lastMessage).") }
        let output = try open(&progress)
        defer { try? output.close() }
        let total = try await client.history(of: chat).total
        let bar = ProgressBar(total: total)
        var count = 0
        let start: MessageStart? = progress.lastMessage == 0 ? nil : .message(progress.lastMessage)
        for try await message in client.history(of: chat, order: .oldestFirst, from: start) {
            guard count < limit else { break }
            let attachment = try await save(message)
            try output.write(contentsOf: Data(Self.line(message, attachment).utf8))
            progress.lastMessage = message.id
            progress.count += 1
            progress.pageLength = try output.offset()
            try JSONEncoder().encode(progress).write(to: notes, options: .atomic)
            count += 1
            bar.show(progress.count)
        }
        bar.end()
        Example.say("Exported \(count) message(s); \(progress.count) of \(total) are in \(folder.lastPathComponent).")
    }

    /// The page, behind the last complete message.
    private func open(_ progress: inout Progress) throws -> FileHandle {
        if progress.count == 0 {
            let head = "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<title>\(Self.escaped(chat))</title>\n"
            try Data(head.utf8).write(to: page)
            progress.pageLength = UInt64(head.utf8.count)
        }
        let output = try FileHandle(forWritingTo: page)
        try output.truncate(atOffset: progress.pageLength)
        try output.seek(toOffset: progress.pageLength)
        return output
    }

    private enum Attachment {
        case none
        case file(String)
        /// It cannot be had, now or later.
        case lost
    }

    /// Downloads what is attached; the name begins with the number of the message, so that none hides another.
    private func save(_ message: Message) async throws -> Attachment {
        guard message.photo != nil || message.document != nil else { return .none }
        // The end of a long name, which a disk takes in any script.
        let name = URL(fileURLWithPath: message.document?.fileName ?? "photo.jpg").lastPathComponent.suffix(40)
        let url = folder.appending(path: "files/\(message.id)-\(name)")
        do throws(TransferError) {
            return .file(try await message.download(to: url).value.lastPathComponent)
        } catch {
            // One bad file must not end every run at the same message; a lost network is no reason to leave files out.
            guard Self.isLasting(error) else { throw error }
            Example.say("Without the file of message \(message.id): \(error)")
            return .lost
        }
    }

    /// Whether trying again later would fail as well.
    private static func isLasting(_ error: TransferError) -> Bool {
        switch error {
        case .empty, .unavailable, .mediaChanged, .corrupt, .truncated: true
        case .file(let failure): [EILSEQ, EINVAL, ENAMETOOLONG].contains(failure.code)
        case .invocation(let error): error.rpcError?.code == 400
        default: false
        }
    }

    private static func line(_ message: Message, _ content: Attachment) -> String {
        let time = Example.isLocal ? "" : "<time>\(message.date.formatted(.iso8601))</time> "
        let name = escaped(message.sender?.fullName ?? "?")
        let text = message.htmlText.replacing("\n", with: "<br>")
        var attachment = ""
        switch content {
        case .none: break
        case .lost: attachment = " (file missing)"
        case .file(let file):
            let path = "files/" + (file.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? "")
            attachment =
                message.photo == nil
                ? " <a href=\"\(escaped(path))\">\(escaped(file))</a>" : " <img src=\"\(escaped(path))\">"
        }
        return "<p id=\"\(message.id)\">\(time)<b>\(name)</b> \(text)\(attachment)\n"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
}
