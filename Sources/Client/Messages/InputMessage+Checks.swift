// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramParsers
import Foundation

extension InputMessage {
    /// Refuses what the server would refuse.
    ///
    /// - Parameters:
    ///   - limits: What the server allows.
    ///   - method: The call that it is for.
    ///   - now: The time in seconds since 1970.
    /// - Throws: ``InvocationError/invalidArgument(method:_:)``.
    func check(
        _ limits: ClientLimits, method: String = "messages.sendMessage", now: @autoclosure () -> Double
    ) throws(InvocationError) {
        func refuse(_ text: String) -> InvocationError { .invalidArgument(method: method, text) }
        let hasMedia = media != nil
        if rich != nil, hasMedia { throw refuse("a rich message has no attachment; put the media into its blocks") }
        if rich == nil, !hasMedia, !hasPreview, text.text.allSatisfy({ $0.isWhitespace }) {
            throw refuse("the text is empty")
        }
        try checkLength(limits, method: method)
        if let quote = reply?.quote {
            let length = quote.text.utf16Length
            guard (1...limits.quoteLength).contains(length) else {
                throw refuse("the quotation has \(length) UTF-16 units, 1 to \(limits.quoteLength) are allowed")
            }
        }
        if let repeatPeriod {
            guard schedule != nil else { throw refuse("only a scheduled message can be repeated") }
            guard repeatPeriod >= .seconds(1) else { throw refuse("messages are repeated after seconds, not less") }
        }
        try schedule?.check(method: method, now: now())
        if let paidStars, !(0...Int64(limits.starsPerMessage)).contains(paidStars) {
            throw refuse("\(paidStars) Stars for a message are not allowed, 0 to \(limits.starsPerMessage) are")
        }
        if case .poll(let poll) = media, case .at(let date) = poll.closing, date.timeIntervalSince1970 <= now() {
            throw refuse("the poll closes in the past; any later time will do")
        }
        try media?.check(limits, method: method)
        try keyboard?.check(limits, method: method)
    }

    private var hasPreview: Bool {
        if case .custom(let options) = linkPreview { return !options.url.isEmpty }
        return false
    }

    /// Refuses a text that is too long, or has too many entities.
    func checkLength(_ limits: ClientLimits, method: String) throws(InvocationError) {
        let isCaption = media != nil
        let length = text.utf16Length
        let limit = isCaption ? limits.captionLength : limits.messageLength
        if length > limit {
            throw .invalidArgument(
                method: method,
                "the \(isCaption ? "caption" : "text") has \(length) UTF-16 units, \(limit) are allowed; split() makes "
                    + "several texts of it")
        }
        if text.entities.count > limits.entities {
            throw .invalidArgument(
                method: method,
                "the text has \(text.entities.count) entities, \(limits.entities) are allowed; split() makes several "
                    + "texts of it")
        }
    }

}

extension MessageSchedule {
    /// The longest time for which a message can be scheduled, in seconds; see core.telegram.org/api/scheduled-messages.
    private static let longest = 365 * 86_400.0

    /// Refuses a time at which the server would send no message.
    ///
    /// - Parameters:
    ///   - method: The call that it is for.
    ///   - now: The time in seconds since 1970.
    /// - Throws: ``InvocationError/invalidArgument(method:_:)``.
    func check(method: String, now: Double) throws(InvocationError) {
        guard case .at(let date) = self else { return }
        let distance = date.timeIntervalSince1970 - now
        guard distance > 0 else {
            throw .invalidArgument(
                method: method, "the message is scheduled for the past; any time in the next 365 days is allowed")
        }
        guard distance <= Self.longest else {
            throw .invalidArgument(
                method: method, "the message is scheduled for more than 365 days from now, which is the limit")
        }
    }
}

extension InputMessageMedia {
    /// Refuses what the server would refuse.
    func check(_ limits: ClientLimits, method: String) throws(InvocationError) {
        func refuse(_ text: String) -> InvocationError { .invalidArgument(method: method, text) }
        switch self {
        case .poll(let poll): try poll.check(limits, method: method)
        case .checklist(let checklist): try checklist.check(limits, method: method)
        case .dice(let dice):
            if dice.emoji.isEmpty { throw refuse("the emoji of the dice is missing") }
        case .stakedDice(let dice):
            if dice.stake <= 0 { throw refuse("a stake of \(dice.stake) is none; 1 is the smallest") }
            if dice.gameHash.isEmpty { throw refuse("the game is missing; see emojiGame()") }
        case .contact(let contact):
            if contact.phoneNumber.isEmpty || contact.firstName.isEmpty {
                throw refuse("a contact has a phone number and a first name")
            }
        case .game(let name):
            if name.isEmpty { throw refuse("the short name of the game is missing") }
        case .paid(let paid): try paid.check(refuse)
        case .location(let location): try location.check(refuse)
        case .venue(let venue): try venue.location.check(refuse)
        case .liveLocation(let location):
            try location.location.check(refuse)
            if let period = location.period, !(60...86_400).contains(period.components.seconds) {
                throw refuse("a live location is shown for 60 to 86,400 seconds, or until it is stopped")
            }
            if let heading = location.heading, !(1...360).contains(heading) {
                throw refuse("a heading is 1 to 360 degrees")
            }
            if let radius = location.proximityRadius, !(0...100_000).contains(radius) {
                throw refuse("a proximity radius is up to 100,000 metres")
            }
        default: break
        }
    }
}

extension InputLocation {
    fileprivate func check(_ refuse: (String) -> InvocationError) throws(InvocationError) {
        guard (-90...90).contains(latitude), (-180...180).contains(longitude) else {
            throw refuse("a latitude is −90 to 90 degrees, a longitude −180 to 180")
        }
    }
}
