// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramBase
import FerogramExampleSupport

/// Copies what is posted in one channel to another, and follows edits and deletions.
///
/// `SOURCE` and `TARGET` name the channels; the account reads the one and may post in the other.
@main
enum ChannelMirrorMain {
    private static let source = Lock<LocalChannel?>(nil)

    static func main() async {
        await Example.runPerson(
            "channel_mirror",
            prepare: { server, ann in
                let bob = try server.addPerson("Bob", username: "bob")
                let news = try await server.createChannel("News", by: bob, with: [ann], username: "source_channel")
                source.withLock { $0 = news }
                try await server.createChannel("News again", by: ann, username: "target_channel")
            },
            script: script
        ) { client in
            let mirror = try await Mirror(
                from: Example.setting("SOURCE", "@source_channel"), to: Example.setting("TARGET", "@target_channel"),
                client)
            let dispatcher = mirror.dispatcher
            dispatcher.onDeletion { posts in try await mirror.delete(posts, client) }
            try await dispatcher.run(on: client)
        }
    }

    private static func script(_ server: LocalServer, _ ann: LocalPerson) async throws {
        try await Example.expectLine(containing: "Mirroring")
        let bob = try server.person("bob")
        guard let news = source.withLock({ $0 }) else { return }
        let rain = try await bob.send("It rains.", to: news)
        try await Example.expectLine(containing: "copied")
        try await bob.edit(rain, to: "It pours.")
        try await Example.expectLine(containing: "changed")
        await bob.delete(rain)
        try await Example.expectLine(containing: "deleted")
    }
}
