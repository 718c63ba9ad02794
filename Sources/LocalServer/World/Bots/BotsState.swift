// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What the world knows of the work of bots.
struct BotsState: Sendable {
    /// The presses of buttons that wait for an answer.
    var callbackQueries = CallbackQueries()
    /// What was asked in the inline mode.
    var inlineQueries = InlineQueries()
    /// The messages that were sent by way of it, by their access hashes.
    var inlineMessages: [Int64: InlineMessagePlace] = [:]
    /// What people may pay for, and what they have paid.
    var payments = PaymentsState()
    /// The mini apps that people have open.
    var webApps = WebAppsState()
    /// The bots that act for people.
    var business = BusinessState()
    /// What bots say of themselves.
    var settings: [Int64: BotSettings] = [:]
    /// The games of bots.
    var games = GamesState()
    /// What is asked of bots where they are not, and what they have prepared.
    var guests = GuestQueries()
}
