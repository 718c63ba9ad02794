// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import Foundation

/// Uploads a file and downloads it again, with a bar in the terminal and in a chat message.
///
/// `swift run ExampleProgressTransfer [FILE]`
///
/// Without a file it makes one of 64 MiB. Everything happens on this machine: the server is one of its own.
@main
struct ProgressTransferMain {
    static func main() async throws {
        let server = try await LocalServer.start()
        let ann = try server.addPerson("Ann")
        let bot = try server.addBot(username: "progress_bot")
        let client = try await TelegramClient.builder().apiID(1).apiHash("hash").server(server.directory).connect()
        try await client.signIn(botToken: bot.token)
        // A bot cannot begin a conversation.
        try await ann.send("/start", to: bot)
        var chat: Message?
        for await update in client.updates {
            if case .message(let message) = update {
                chat = message
                break
            }
        }
        guard let chat else { return }

        let file = try CommandLine.arguments.dropFirst().first.map { URL(filePath: $0) } ?? makeFile()
        let status = try await chat.respond("starting")
        let upload = client.upload(file)
        await show(upload.progress, "upload", in: status)
        let uploaded = try await upload.value
        print("\n\(uploaded)")

        try await ann.sendFile(Array(try Data(contentsOf: file)), name: file.lastPathComponent, to: bot)
        for await update in client.updates {
            guard case .message(let message) = update, let media = message.media else { continue }
            let folder = FileManager.default.temporaryDirectory
            let download = client.download(media, to: folder)
            await show(download.progress, "download", in: status)
            print("\n\(try await download.value.path())")
            break
        }
        let shown = ann.history(with: bot).last { $0.isEdited }
        print("the chat says: \(shown?.text ?? "")")
        await client.disconnect()
        server.stop()
    }

    /// Draws a bar for each step, and puts it into a chat message every few seconds: more would be a flood.
    private static func show(_ progress: AsyncStream<TransferProgress>, _ word: String, in message: Message) async {
        let clock = ContinuousClock()
        var lastEdit = clock.now - .seconds(10)
        for await step in progress {
            let line = "\(word) \(bar(step)) \(step.bytesDescription), \(step.speedDescription), \(left(step))"
            FileHandle.standardOutput.write(Data("\r\(line)\u{1B}[K".utf8))
            guard clock.now - lastEdit > .seconds(3) || step.completed == step.total else { continue }
            lastEdit = clock.now
            // A bar that cannot be drawn is no reason to stop.
            _ = try? await message.edit(line)
        }
    }

    private static func bar(_ progress: TransferProgress) -> String {
        let done = Int(progress.fraction * 30)
        return "[" + String(repeating: "#", count: done) + String(repeating: ".", count: 30 - done) + "]"
    }

    private static func left(_ progress: TransferProgress) -> String {
        progress.timeLeft.map { "\($0.components.seconds) s left" } ?? "some time left"
    }

    private static func makeFile() throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: "progress.bin")
        try Data(repeating: 0x5A, count: 64 << 20).write(to: url)
        return url
    }
}
