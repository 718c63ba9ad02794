// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes
import Foundation

/// The mini apps that people have open.
struct WebAppsState: Sendable {
    struct Session: Sendable {
        let bot: Int64
        let user: Int64
        /// Where the bot's answer goes.
        let peer: Int64
        var isAnswered = false
    }

    /// How many are remembered.
    private static let capacity = 1_000

    private(set) var sessions: [Int64: Session] = [:]
    private var order: ArraySlice<Int64> = []

    subscript(id: Int64) -> Session? { sessions[id] }

    mutating func add(_ session: Session, id: Int64) {
        sessions[id] = session
        order.append(id)
        if order.count > Self.capacity, let oldest = order.popFirst() { sessions[oldest] = nil }
    }

    mutating func answer(_ id: Int64) { sessions[id]?.isAnswered = true }
}

extension World {
    /// Opens a mini app: its address has what tells it who uses it, signed with the bot's token.
    mutating func openWebApp(
        of bot: Account, for user: Account, in peer: Int64, url: String?, startParameter: String?, hasSession: Bool
    ) throws(RPCFailure) -> TL.WebViewResult {
        guard bot.isBot, let token = bot.token else { throw .bad(.botInvalid) }
        let id = Int64(bitPattern: randomness.next()) & .max
        var fields = [
            "auth_date": String(date), "user": "{\"id\":\(user.id),\"first_name\":\(Self.json(user.firstName))}",
        ]
        if let startParameter { fields["start_param"] = startParameter }
        if hasSession {
            fields["query_id"] = String(id)
            bots.webApps.add(.init(bot: bot.id, user: user.id, peer: peer), id: id)
        }
        let text = fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
        let secret = HMACSHA256.authenticationCode(for: Array(token.utf8), key: Array("WebAppData".utf8))
        fields["hash"] = HMACSHA256.authenticationCode(for: Array(text.utf8), key: secret)
            .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let data = fields.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.escaped($0.value))" }
            .joined(separator: "&")
        let address = url ?? "https://\(bot.username ?? "bot").example.com/"
        return .init(queryID: hasSession ? id : nil, url: "\(address)#tgWebAppData=\(Self.escaped(data))")
    }

    /// Sends what a bot answers to a mini app, in the person's name.
    mutating func answerWebApp(
        _ query: String, with result: TL.InputBotInlineResult, by bot: Int64
    ) throws(RPCFailure) -> TL.InputBotInlineMessageID? {
        guard let id = Int64(query), let session = bots.webApps[id], session.bot == bot, !session.isAnswered else {
            throw .bad(.queryIDInvalid)
        }
        let sent = try sendResult(result, of: bot, by: session.user, to: session.peer)
        bots.webApps.answer(id)
        return sent.inlineID
    }

    private static func escaped(_ text: String) -> String {
        let kept = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")
        return text.addingPercentEncoding(withAllowedCharacters: kept) ?? ""
    }

    private static func json(_ text: String) -> String {
        guard let data = try? JSONEncoder().encode([text]), let list = String(validating: data, as: UTF8.self) else {
            return "\"\""
        }
        return String(list.dropFirst().dropLast())
    }
}
