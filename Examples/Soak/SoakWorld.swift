// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramConnect
import FerogramCrypto
import FerogramUpdateSupport

/// Who is there, and who writes where; the server's process makes it and tells the other one.
struct SoakWorld: Codable, Sendable {
    /// A person or a bot.
    struct Account: Codable, Sendable {
        let id: Int64
        let username: String
        /// Of people.
        let phone: String
        let code: String
        /// Of bots.
        let token: String?

        var isBot: Bool { token != nil }
    }

    /// A chat with several members.
    struct Place: Codable, Sendable {
        let id: Int64
        /// None in basic groups.
        let username: String?
        let members: [Int]
        let writers: [Int]
    }

    /// A client, and the accounts that it is signed in as, one after another.
    struct Program: Sendable {
        let accounts: [Int]
        let isBot: Bool

        var isWanderer: Bool { accounts.count > 1 }
    }

    static let people = 28
    /// How many people have two clients.
    static let doubled = 5
    static let bots = 13
    /// How many clients change between two bots.
    static let wanderers = 4

    let ports: [UInt16]
    let key: String
    let accounts: [Account]
    let places: [Place]
    /// Supergroups for everything else that is done in groups, by the person with that number.
    let clubs: [String]

    var directory: ServerDirectory {
        get throws {
            let endpoints = ports.enumerated().map { ($0.offset + 1, Endpoint(host: "127.0.0.1", port: $0.element)) }
            return ServerDirectory(
                dataCenters: Dictionary(uniqueKeysWithValues: endpoints), publicKeys: [try RSAPublicKey(pem: key)])
        }
    }

    /// The 50 clients.
    static let programs: [Program] = {
        let firsts = (0..<people).map { Program(accounts: [$0], isBot: false) }
        let seconds = (0..<doubled).map { Program(accounts: [$0], isBot: false) }
        let ofBots = (0..<bots).map { Program(accounts: [people + $0], isBot: true) }
        let changing = (0..<wanderers).map { index in
            let account = people + bots + 2 * index
            return Program(accounts: [account, account + 1], isBot: true)
        }
        return firsts + seconds + ofBots + changing
    }()
}

/// One row of messages that the soak follows.
struct SoakStream: Sendable {
    /// Where the messages go.
    enum Destination: Sendable {
        case username(String)
        case group(Int64)
    }

    let writer: Int
    let destination: Destination
    let audience: Set<Int>
}

extension SoakWorld {
    /// What is followed: people write to each other, to bots and in groups, bots write to people and in groups.
    var streams: [SoakStream] {
        var streams: [SoakStream] = []
        func talk(_ writer: Int, _ sender: Int, _ receiver: Int) {
            streams.append(
                SoakStream(
                    writer: writer, destination: .username(accounts[receiver].username), audience: [sender, receiver]))
        }
        let (people, bots) = (Self.people, Self.bots)
        for person in 0..<people {
            talk(person, person, (person + 1) % people)
            talk(person, person, people + person % bots)
        }
        // The second clients write as well.
        for second in 0..<Self.doubled { talk(people + second, second, (second + 7) % people) }
        let firstBot = people + Self.doubled
        for person in 0..<people { talk(firstBot + person % bots, people + person % bots, person) }
        for wanderer in 0..<(2 * Self.wanderers) { talk(wanderer, wanderer, people + bots + wanderer) }
        for place in places {
            for writer in place.writers {
                let program = writer < people ? writer : writer + Self.doubled
                let destination = place.username.map(SoakStream.Destination.username) ?? .group(place.id)
                // Bots do not hear what other bots say in groups.
                let audience = place.members.filter { writer < people || $0 < people || $0 == writer }
                streams.append(SoakStream(writer: program, destination: destination, audience: Set(audience)))
            }
        }
        return streams
    }
}
