// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension LocalServer {
    /// Adds a person whom the test plays, or as whom a client logs in.
    ///
    /// - Parameters:
    ///   - name: The first name.
    ///   - phone: The phone number, digits alone; `nil` for one of the form `99966XYYYY`, as Telegram's test servers have.
    ///   - username: The username, `nil` for none.
    ///   - dataCenter: Where the account lives, from 1 on.
    /// - Returns: The person.
    /// - Throws: ``RPCFailure`` if the phone number or the username is taken or not allowed.
    @discardableResult
    public func addPerson(
        _ name: String, phone: String? = nil, username: String? = nil, dataCenter: Int = 1
    ) throws -> LocalPerson {
        precondition(dataCenters.contains { $0.id == dataCenter }, "there is no data centre \(dataCenter)")
        let account = try core.perform { engine throws(RPCFailure) in
            let phone = phone ?? engine.world.freePhone(dataCenter: dataCenter)
            return try engine.world.addPerson(
                phone: World.digits(of: phone), firstName: name, username: username, dataCenter: dataCenter)
        }
        return LocalPerson(core: core, account: account)
    }

    /// Finds a person, and adds one if there is none: the first call for a name makes the account.
    ///
    /// - Parameter username: The username.
    /// - Returns: The person.
    /// - Throws: ``RPCFailure`` if the name is a bot's or not allowed.
    public func person(_ username: String) throws -> LocalPerson {
        let account = try core.perform { engine throws(RPCFailure) in
            if let account = engine.world.account(username: username) {
                guard !account.isBot else { throw .bad(.userIsBot) }
                return account
            }
            let phone = engine.world.freePhone(dataCenter: 1)
            return try engine.world.addPerson(
                phone: phone, firstName: username, username: username, dataCenter: 1)
        }
        return LocalPerson(core: core, account: account)
    }

    /// Adds a bot, as whom a client logs in with ``LocalBot/token``.
    ///
    /// - Parameters:
    ///   - username: The username.
    ///   - name: The name that people see, `nil` for the username.
    ///   - dataCenter: Where the account lives, from 1 on.
    /// - Returns: The bot.
    /// - Throws: ``RPCFailure`` if the username is taken or not allowed.
    @discardableResult
    public func addBot(username: String, name: String? = nil, dataCenter: Int = 1) throws -> LocalBot {
        precondition(dataCenters.contains { $0.id == dataCenter }, "there is no data centre \(dataCenter)")
        let account = try core.perform { engine throws(RPCFailure) in
            try engine.world.addBot(username: username, name: name ?? username, dataCenter: dataCenter)
        }
        return LocalBot(id: account.id, username: username, token: account.token ?? "", dataCenter: dataCenter)
    }

    /// Adds a gift, which people can buy then.
    ///
    /// - Parameters:
    ///   - title: What people see.
    ///   - stars: What it costs.
    ///   - convertStars: What its owner gets for it.
    ///   - upgradeStars: What it costs besides to make it unique; `nil` if that cannot be.
    ///   - count: How many there are; `nil` for any number.
    /// - Returns: Its number.
    @discardableResult
    public func addGift(
        _ title: String, stars: Int64, convertStars: Int64, upgradeStars: Int64? = nil, count: Int32? = nil
    ) -> Int64 {
        core.perform { engine in
            let id = Int64(engine.world.bots.payments.gifts.catalog.count + 1)
            engine.world.bots.payments.gifts.catalog[id] = .init(
                id: id, title: title, stars: stars, convertStars: convertStars, upgradeStars: upgradeStars,
                total: count, remains: count)
            return id
        }
    }

    /// Makes a code by which somebody gets Premium.
    ///
    /// - Parameter days: For how long.
    /// - Returns: The code.
    public func addGiftCode(days: Int32) -> String {
        core.perform { engine in
            let slug = engine.world.randomness.text(count: 16)
            engine.world.bots.payments.gifts.codes[slug] = .init(days: days, date: engine.world.date)
            return slug
        }
    }

    /// Adds a game, which its bot can send then.
    ///
    /// - Parameters:
    ///   - shortName: By what the bot names it.
    ///   - title: What people see.
    ///   - description: What people read about it.
    ///   - bot: The bot.
    public func addGame(_ shortName: String, title: String, description: String = "", of bot: LocalBot) {
        core.perform { engine in
            let (id, hash) = (engine.world.randomness.next(), engine.world.randomness.next())
            engine.world.bots.games.games[.init(bot: bot.id, shortName: shortName)] = TL.Game(
                id: Int64(bitPattern: id), accessHash: Int64(bitPattern: hash), shortName: shortName, title: title,
                description: description, photo: .empty(.init(id: 0)))
        }
    }
}

extension World {
    /// The first of Telegram's test numbers that is free on a data centre.
    func freePhone(dataCenter: Int) -> String {
        for number in 1...9999 {
            let digits = String(number)
            let phone = "99966\(dataCenter)" + String(repeating: "0", count: 4 - digits.count) + digits
            if account(phone: phone) == nil { return phone }
        }
        return "99967\(accounts.count)"
    }
}
