// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

/// The game of dice that Telegram offers: Toncoin are staked on what a die shows.
public struct EmojiGame: Sendable {
    /// The game as the schema has it.
    public let raw: TL.messages.EmojiGameInfo.Dice

    /// The state of the game, which the next die names.
    public var hash: String { raw.gameHash }
    /// What was staked last, in billionths of a Toncoin.
    public var previousStake: Int64 { raw.prevStake }
    /// How many times in a row the account won.
    public var streak: Int { Int(raw.currentStreak) }
    /// How many more times the account may play; `nil` if there is no limit.
    public var playsLeft: Int? { raw.playsLeft.map(Int.init) }
    /// What is won, in thousandths of the stake: for each number of the die, and last for three sixes in a row.
    public var payouts: [Int] { raw.params.map(Int.init) }

    /// A die on which something is staked.
    ///
    /// - Parameters:
    ///   - stake: The stake, in billionths of a Toncoin.
    ///   - seed: Random bytes that take part in drawing the number, so that the server cannot choose it; 32 new ones by
    ///     default.
    /// - Returns: The die, for ``InputMessageMedia/stakedDice(_:)``.
    public func die(staking stake: Int64, seed: [UInt8]? = nil) -> StakedDice {
        StakedDice(gameHash: hash, stake: stake, seed: seed ?? StakedDice.randomSeed())
    }
}

/// A die on which Toncoin are staked.
public struct StakedDice: Hashable, Sendable, Codable {
    /// The state of the game, see ``EmojiGame/hash``.
    public var gameHash: String
    /// The stake, in billionths of a Toncoin.
    public var stake: Int64
    /// Random bytes that take part in drawing the number.
    public var seed: [UInt8]

    /// Creates a die.
    ///
    /// - Parameters:
    ///   - gameHash: The state of the game, see ``EmojiGame/hash``.
    ///   - stake: The stake, in billionths of a Toncoin.
    ///   - seed: Random bytes that take part in drawing the number.
    public init(gameHash: String, stake: Int64, seed: [UInt8]) {
        (self.gameHash, self.stake, self.seed) = (gameHash, stake, seed)
    }

    static func randomSeed() -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
}

extension TelegramClient {
    /// Asks for the game of dice (`messages.getEmojiGameInfo`).
    ///
    ///     if let game = try await client.emojiGame() {
    ///         try await client.sendMessage(to: chat, .stakedDice(game.die(staking: 100_000_000)))
    ///     }
    ///
    /// - Returns: The game; `nil` if the account cannot play.
    /// - Throws: ``InvocationError``.
    public func emojiGame() async throws(InvocationError) -> EmojiGame? {
        switch try await core.invoke(TL.messages.GetEmojiGameInfo()) {
        case .dice(let game): EmojiGame(raw: game)
        case .unavailable: nil
        }
    }
}
