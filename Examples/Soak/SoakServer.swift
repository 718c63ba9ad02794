// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramLocalServer
import FerogramTLTypes
import FerogramTestSupport
import Foundation

/// The server, in a process of its own, which does what its input says.
final class SoakServer: Sendable {
    /// What the server says of itself.
    struct Report: Codable, Sendable {
        /// How many calls came that must not run twice.
        var ran = 0
        var ranTwice = 0
        var memory = 0
        var connections = 0
        /// How often each fault occurred.
        var faults: [String: Int] = [:]
    }

    private static let dataCenters = 3

    private let server: LocalServer
    private let clock: SoakClock
    private let runs = Tally()
    private let faults = Lock<[(name: String, id: LocalFaultID)]>([])

    private init(_ server: LocalServer, _ clock: SoakClock) {
        (self.server, self.clock) = (server, clock)
    }

    /// Serves until the end of the input.
    static func serve(seed: UInt64, runsSomeTwice: Bool) async throws {
        let clock = SoakClock()
        var configuration = LocalServerConfiguration()
        configuration.ports = Array(repeating: 0, count: dataCenters)
        configuration.seed = seed
        configuration.time = LocalTime(
            sinceEpoch: { clock.sinceEpoch }, sleep: { try await Task.sleep(for: $0) })
        // So that nothing is too long ago to be asked for.
        configuration.worldLimits.loggedChanges = 40_000
        configuration.worldLimits.loggedChannelChanges = 40_000
        let server = SoakServer(try await LocalServer.start(configuration), clock)
        server.count(runsSomeTwice: runsSomeTwice)
        let world = try await server.makeWorld()
        Lines.write("0 " + String(decoding: try JSONEncoder().encode(world), as: UTF8.self))
        for await line in Lines.ofStandardInput() {
            let words = line.split(separator: " ", maxSplits: 2).map(String.init)
            guard words.count >= 2 else { continue }
            Lines.write(words[0] + " " + (try await server.answer(words[1], words.count > 2 ? words[2] : "")))
        }
        server.server.stop()
    }

    /// Notes which of the calls that must not run twice were run.
    private func count(runsSomeTwice: Bool) {
        let runs = runs
        server.handle(TL.account.DeleteBusinessChatLink.self) { call in
            if runs.add(call.request.slug) % 50 == 49, runsSomeTwice { runs.add(call.request.slug) }
            return true
        }
    }

    private func answer(_ command: String, _ argument: String) async throws -> String {
        switch command {
        case "faults":
            faults.withLock { faults in
                for (name, fault) in SoakFaults.all { faults.append((name, server.inject(fault))) }
            }
        case "calm": server.removeFaults()
        case "drop": server.dropConnections()
        case "restart": try await server.restart(forgettingSessions: argument == "forgetting")
        case "clock": clock.jump(by: .seconds(Int64(argument) ?? 0), steady: .zero)
        case "report":
            return String(decoding: try JSONEncoder().encode(report()), as: UTF8.self)
        default: break
        }
        return "done"
    }

    private func report() -> Report {
        var report = Report()
        let runs = runs.counts
        report.ran = runs.count
        report.ranTwice = runs.values.count { $0 > 1 }
        report.memory = ProcessFigures.residentMemory
        report.connections = server.connectionCount
        for (name, id) in faults.withLock({ $0 }) { report.faults[name, default: 0] += server.occurrences(of: id) }
        return report
    }

    private func makeWorld() async throws -> SoakWorld {
        let people = try (0..<SoakWorld.people).map { number in
            try server.addPerson(
                "Person \(number)", username: "soak_person\(number)", dataCenter: number % Self.dataCenters + 1)
        }
        let botCount = SoakWorld.bots + 2 * SoakWorld.wanderers
        let bots = try (0..<botCount).map { number in
            try server.addBot(username: "soak_number\(number)_bot", dataCenter: number % Self.dataCenters + 1)
        }
        func account(_ index: Int) -> any LocalAccount {
            index < people.count ? people[index] : bots[index - people.count]
        }
        var places: [SoakWorld.Place] = []
        for number in 0..<4 {
            let crowd = Array((number * 7)..<(number * 7 + 7)) + [people.count + number, people.count + number + 4]
            let name = "soak_group\(number)"
            let group = try await server.createSupergroup(
                "Group \(number)", by: people[crowd[0]], with: crowd.dropFirst().map(account), username: name)
            places.append(
                SoakWorld.Place(
                    id: group.id, username: name, members: crowd, writers: Array(crowd.prefix(3)) + [crowd[7]]))
        }
        for number in 0..<2 {
            let crowd = Array((number * 10)..<(number * 10 + 8)) + [people.count + 8 + number]
            let group = try await server.createGroup(
                "Basic group \(number)", by: people[crowd[0]], with: crowd.dropFirst().map(account))
            places.append(
                SoakWorld.Place(id: group.id, username: nil, members: crowd, writers: Array(crowd.prefix(2))))
        }
        let readers = Array(0..<20)
        let news = try await server.createChannel(
            "News", by: people[0], with: readers.dropFirst().map(account), username: "soak_news")
        places.append(SoakWorld.Place(id: news.id, username: "soak_news", members: readers, writers: [0]))
        var clubs: [String] = []
        for (number, person) in people.enumerated() {
            let others = [people[(number + 3) % people.count], people[(number + 4) % people.count]]
            clubs.append("soak_club\(number)")
            try await server.createSupergroup(
                "Club \(number)", by: person, with: others + [bots[number % SoakWorld.bots]],
                username: "soak_club\(number)")
        }
        let accounts =
            people.enumerated().map { number, person in
                SoakWorld.Account(
                    id: person.id, username: "soak_person\(number)", phone: person.phone, code: person.loginCode,
                    token: nil)
            }
            + bots.map {
                SoakWorld.Account(id: $0.id, username: $0.username, phone: "", code: "", token: $0.token)
            }
        return SoakWorld(
            ports: server.dataCenters.map(\.port), key: server.publicKey.pem, accounts: accounts, places: places,
            clubs: clubs)
    }
}
