import Ferogram
import Foundation

/// A person's account that obeys what the person writes: chats, history, search, files, albums, forwarding, members.
public func runUserbot(_ builder: ClientBuilder, phone: String, files: URL) async throws {
    try await builder.withClient { client in
        try await client.signInInteractively(as: phone)
        let dispatcher = Dispatcher()
        func command(
            _ name: String, _ body: @escaping @Sendable (Message, String) async throws -> any InputMessageConvertible
        ) {
            dispatcher.onMessage(.outgoing && .textStartsWith("." + name)) { message in
                let argument = message.text.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces)
                try await message.edit(try await body(message, argument).inputMessage)
            }
        }
        command("dialogs") { _, _ in
            try await client.dialogs().first(20).map { "\($0.title): \($0.unreadCount)" }.joined(separator: "\n")
        }
        command("history") { _, chat in
            try await client.history(of: chat).first(10).map(\.text).joined(separator: "\n")
        }
        command("find") { message, text in
            let found = try await client.search(text, in: message.chatID).first(10)
            return found.map { "\($0.id): \($0.text)" }.joined(separator: "\n")
        }
        command("save") { message, _ in
            guard let file = try await message.repliedMessage(), file.media != nil else { return "Answer a file." }
            return try await file.download(to: files).value.lastPathComponent
        }
        command("send") { message, name in
            let upload = client.upload(files.appending(path: name))
            for await progress in upload.progress { print("\(name): \(progress.bytesDescription)") }
            try await client.sendDocument(to: message.chatID, try await upload.value)
            return "Sent."
        }
        command("album") { message, names in
            let items = names.split(separator: " ").map { AlbumItem(files.appending(path: String($0))) }
            return "\(try await client.sendAlbum(to: message.chatID, items).count) files"
        }
        command("forward") { message, chat in
            guard let id = message.replyToMessageID else { return "Answer a message." }
            try await client.forwardMessages([id], from: message.chatID, to: chat)
            return "Forwarded."
        }
        command("members") { message, _ in
            let members = client.participants(of: message.chatID)
            return try await members.first(100).map(\.name).joined(separator: ", ")
        }
        try await withTerminationSignals { try await dispatcher.run(on: client) }
    }
}
