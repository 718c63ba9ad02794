// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Dispatch
import Ferogram
import FerogramLocalServer
import FerogramTLTypes
import Foundation

/// The other side of a conversation with another library: a local server, and a client of Ferogram on it that does what
/// lines of JSON say.
///
/// `ExampleCounterpart` writes a description of the server first, then an answer for each line of input. `.ci/counterpart`
/// lets other clients talk with it.
@main
enum CounterpartMain {
    static func main() async {
        do {
            try await run()
        } catch {
            FileHandle.standardError.write(Data("error: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run() async throws {
        let server = try await LocalServer.start()
        let ann = try server.addPerson("Ann", username: "ann", dataCenter: 2)
        let bob = try server.addPerson("Bob", username: "bob")
        let cid = try server.addPerson("Cid", username: "cid")
        let dan = try server.addPerson("Dan", username: "dan")
        server.setTranslation(of: "good", to: "de", as: "gut")
        server.setSummary(of: "a long story", as: "a story")
        let page = TL.WebPage.webPage(
            .init(id: 1, url: "https://example.org/page", displayURL: "example.org/page", hash: 0, title: "A page"))
        server.setWebPage(page, at: "https://example.org/page")
        let builder = TelegramClient.builder().apiID(12_345).apiHash("0123456789abcdef0123456789abcdef")
            .server(server.directory)
        let shop = try server.addBot(username: ShopBot.username)
        ann.addStars(100)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await ShopBot.run(builder, token: shop.token) }
            try await serve(builder, server, [ann, bob, cid, dan])
            group.cancelAll()
        }
        server.stop()
    }

    /// Does what the lines say, as Bob.
    private static func serve(_ builder: ClientBuilder, _ server: LocalServer, _ people: [LocalPerson]) async throws {
        let bob = people[1]
        try await builder.withClient { client in
            guard case .codeRequired(let code) = try await client.requestLoginCode(for: bob.phone) else { return }
            _ = try await client.signIn(with: code, code: bob.loginCode)
            try write(Description(server, people))
            let counterpart = Counterpart(client: client, visitor: Visitor(builder))
            for await line in lines() {
                let command = try JSONDecoder().decode(Command.self, from: Data(line.utf8))
                do {
                    try write(try await counterpart.perform(command))
                } catch {
                    try write(Answer(error: "\(error)"))
                }
            }
        }
    }

    /// The lines of the input.
    private static func lines() -> AsyncStream<String> {
        let (lines, continuation) = AsyncStream.makeStream(of: String.self)
        DispatchQueue(label: "input").async {
            while let line = readLine() { continuation.yield(line) }
            continuation.finish()
        }
        return lines
    }

    private static func write(_ value: some Encodable) throws {
        FileHandle.standardOutput.write(try JSONEncoder().encode(value) + Data("\n".utf8))
    }
}

/// What another client must know of the server.
private struct Description: Encodable {
    struct Place: Encodable {
        let id: Int
        let host: String
        let port: UInt16
    }

    struct Someone: Encodable {
        let id: Int64
        let phone: String
        let code: String
        let dataCenter: Int
    }

    let dataCenters: [Place]
    let publicKey: String
    let people: [Someone]

    init(_ server: LocalServer, _ people: [LocalPerson]) {
        dataCenters = server.dataCenters.map { Place(id: $0.id, host: $0.host, port: $0.port) }
        publicKey = server.publicKey.pem
        self.people = people.map {
            Someone(id: $0.id, phone: $0.phone, code: $0.loginCode, dataCenter: $0.dataCenter)
        }
    }
}
