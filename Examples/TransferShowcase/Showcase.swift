// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport
import Foundation

/// The sections of the showcase.
struct Showcase {
    private let client: TelegramClient
    private let peer: String
    private let folder: URL
    /// A file of 3 MiB whose bytes differ.
    private let bytes = Data((0..<(3 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) })

    init(_ client: TelegramClient, _ peer: String, _ folder: URL) {
        (self.client, self.peer, self.folder) = (client, peer, folder)
    }

    func run() async throws {
        showErrors()
        let message = try await sendFromMemory()
        try await sendFromDisk()
        try await sendTwice()
        try await download(message)
        try await pause(message)
        try await cancel(message)
        try await goOn(message)
        Example.say("All transfer showcase sections complete.")
    }

    private func showErrors() {
        let errors: [TransferError] = [.cancelled, .empty, .tooLarge(size: 3 << 30, limit: 2 << 30)]
        for error in errors { Example.say("error: \(error)") }
        Example.say("errors have words: ok")
    }

    private func sendFromMemory() async throws -> Message {
        let message = try await client.sendFile(to: peer, .data(bytes, name: "data.bin"), caption: "from memory")
        try check("a file from memory", message.document?.size == Int64(bytes.count))
        return message
    }

    private func sendFromDisk() async throws {
        let url = folder.appending(path: "notes.txt")
        try Data("Milk, bread".utf8).write(to: url)
        let message = try await client.sendFile(to: peer, url)
        try check("a file from the disk", message.document?.fileName == "notes.txt")
    }

    private func sendTwice() async throws {
        let uploaded = try await client.upload(.data(bytes, name: "once.bin")).value
        let first = try await client.sendFile(to: peer, uploaded)
        // What is at Telegram already is not uploaded again.
        guard let document = first.document else { throw Failed("an uploaded file") }
        let second = try await client.sendFile(to: peer, document)
        try check("a file that is uploaded once and sent twice", second.document?.id == document.id)
    }

    private func download(_ message: Message) async throws {
        let transfer = message.download()
        var last: TransferProgress?
        for await progress in transfer.progress { last = progress }
        let isSame = try await transfer.value == bytes
        try check("a download to memory with progress", isSame && last?.fraction == 1)
    }

    private func pause(_ message: Message) async throws {
        let transfer = message.download(to: folder.appending(path: "paused.bin"))
        transfer.pause()
        try check("a download that pauses", transfer.isPaused)
        transfer.resume()
        try check("and goes on", try Data(contentsOf: try await transfer.value) == bytes)
    }

    private func cancel(_ message: Message) async throws {
        let transfer = message.download()
        transfer.pause()
        transfer.cancel()
        do throws(TransferError) {
            _ = try await transfer.value
        } catch {
            guard case .cancelled = error else { throw error }
            return Example.say("a download that is cancelled: ok")
        }
        throw Failed("a download that is cancelled")
    }

    /// Downloads a part, as a program that is stopped does, and the rest from there.
    private func goOn(_ message: Message) async throws {
        guard let media = message.media else { throw Failed("a file in two runs") }
        var options = TransferOptions()
        options.range = 0..<(1 << 20)
        var whole = try await client.download(media, options: options).value
        options.range = (1 << 20)..<Int64(bytes.count)
        whole += try await client.download(media, options: options).value
        try check("a download in two runs", whole == bytes)
    }

    private func check(_ section: String, _ holds: Bool) throws {
        guard holds else { throw Failed(section) }
        Example.say("\(section): ok")
    }

    private struct Failed: Error, CustomStringConvertible {
        let description: String

        init(_ section: String) { description = "\(section): FAIL" }
    }
}
