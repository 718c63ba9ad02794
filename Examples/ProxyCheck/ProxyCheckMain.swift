// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import Foundation

/// Reaches a local server through proxies, and says what came of it.
///
/// `swift run ExampleProxyCheck --port P EXPECTATION PROXY HOST …`
@main
enum ProxyCheckMain {
    static func main() async {
        do {
            let checks = try Check.all(CommandLine.arguments.dropFirst(3))
            guard CommandLine.arguments.dropFirst().first == "--port", let port = UInt16(CommandLine.arguments[2]),
                !checks.isEmpty
            else { throw Check.Failure(description: Check.usage) }
            exit(try await run(checks, port) ? 0 : 1)
        } catch {
            FileHandle.standardError.write(Data("error: \(error)\n".utf8))
            exit(2)
        }
    }

    private static func run(_ checks: [Check], _ port: UInt16) async throws -> Bool {
        var configuration = LocalServerConfiguration()
        configuration.ports = [port]
        let server = try await LocalServer.start(configuration)
        let bot = try server.addBot(username: "proxy_bot")
        var failures = 0
        for (index, check) in checks.enumerated() {
            let begun = ContinuousClock.now
            let outcome = await check.run(against: server, as: bot)
            let time = ContinuousClock.now - begun
            let isRight = check.accepts(outcome) && time < Check.longest
            if !isRight { failures += 1 }
            let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
            print("\(isRight ? "ok" : "FAILED") \(index + 1) \(check): \(outcome) after \(seconds) s")
        }
        server.stop()
        print("\(checks.count - failures) checks passed, \(failures) failed")
        return failures == 0
    }
}
