// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// What is attached to a message that is sent.
@nonexhaustive public indirect enum InputMessageMedia: Sendable, Codable {
    /// A photo, a video, a file.
    case file(FileAttachment)
    /// A poll or a quiz.
    case poll(InputPoll)
    /// An animation whose outcome the server draws.
    case dice(DiceEmoji)
    /// A die on which Toncoin are staked.
    case stakedDice(StakedDice)
    /// A contact.
    case contact(InputContact)
    /// A place on the map.
    case location(InputLocation)
    /// A place that changes.
    case liveLocation(InputLiveLocation)
    /// A place with a name.
    case venue(InputVenue)
    /// A list of things to do.
    case checklist(InputChecklist)
    /// A story of somebody.
    case story(Int32, peer: PeerReference)
    /// A game of the bot that sends it, by its short name.
    case game(String)
    /// Photos and videos that are seen by those who pay for them.
    case paid(InputPaidMedia)
    /// Whatever the schema has.
    case raw(TL.InputMedia)
}

/// An animation whose outcome the server draws.
public struct DiceEmoji: Hashable, Sendable, Codable, ExpressibleByStringLiteral {
    /// The emoji.
    public let emoji: String

    /// Creates the value from a literal.
    public init(stringLiteral value: String) {
        emoji = value
    }

    /// A die: 1 to 6.
    public static let dice: Self = "🎲"
    /// A dart: 1 to 6, 6 is the middle.
    public static let darts: Self = "🎯"
    /// A bowling ball: 1 to 6, 6 is all of them.
    public static let bowling: Self = "🎳"
    /// A basketball: 1 to 5, 4 and 5 go in.
    public static let basketball: Self = "🏀"
    /// A football: 1 to 5, 3 to 5 go in.
    public static let football: Self = "⚽"
    /// A slot machine: 1 to 64, 64 is the main prize.
    public static let slotMachine: Self = "🎰"
}

/// A contact to send.
public struct InputContact: Hashable, Sendable, Codable {
    /// The phone number.
    public var phoneNumber: String
    /// The first name.
    public var firstName: String
    /// The last name.
    public var lastName: String
    /// More about the contact, as vCard.
    public var vCard: String

    /// Creates a contact.
    ///
    /// - Parameters:
    ///   - phoneNumber: The phone number.
    ///   - firstName: The first name.
    ///   - lastName: The last name.
    ///   - vCard: More about the contact, as vCard.
    public init(phoneNumber: String, firstName: String, lastName: String = "", vCard: String = "") {
        (self.phoneNumber, self.firstName, self.lastName, self.vCard) = (phoneNumber, firstName, lastName, vCard)
    }
}

/// A place on the map.
public struct InputLocation: Hashable, Sendable, Codable {
    /// Degrees north of the equator, −90 to 90.
    public var latitude: Double
    /// Degrees east of Greenwich, −180 to 180.
    public var longitude: Double
    /// How far from there it may be, in metres.
    public var accuracy: Int?

    /// Creates a place.
    ///
    /// - Parameters:
    ///   - latitude: Degrees north of the equator, −90 to 90.
    ///   - longitude: Degrees east of Greenwich, −180 to 180.
    ///   - accuracy: How far from there it may be, in metres.
    public init(latitude: Double, longitude: Double, accuracy: Int? = nil) {
        (self.latitude, self.longitude, self.accuracy) = (latitude, longitude, accuracy)
    }

    var tl: TL.InputGeoPoint {
        .inputGeoPoint(.init(lat: latitude, long: longitude, accuracyRadius: accuracy.map(Int32.init(clamping:))))
    }
}

/// A place that changes.
public struct InputLiveLocation: Hashable, Sendable, Codable {
    /// Where it is now.
    public var location: InputLocation
    /// How long it is shown, 60 seconds to a day; `nil` for until it is stopped.
    public var period: Duration?
    /// Where it is heading, in degrees, 1 to 360.
    public var heading: Int?
    /// How near the other side must come for a notification, in metres, up to 100,000.
    public var proximityRadius: Int?

    /// Creates a place that changes.
    ///
    /// - Parameters:
    ///   - location: Where it is now.
    ///   - period: How long it is shown, 60 seconds to a day; `nil` for until it is stopped.
    ///   - heading: Where it is heading, in degrees, 1 to 360.
    ///   - proximityRadius: How near the other side must come for a notification, in metres, up to 100,000.
    public init(
        _ location: InputLocation, period: Duration? = nil, heading: Int? = nil, proximityRadius: Int? = nil
    ) {
        (self.location, self.period) = (location, period)
        (self.heading, self.proximityRadius) = (heading, proximityRadius)
    }

    /// What calls say for a place that is shown until it is stopped.
    private static let forever = Int32.max

    /// The place as calls name it.
    ///
    /// - Parameter isEdit: Whether it was sent already, so that the period stays unless there is another one.
    /// - Returns: The place for a call.
    func tl(isEdit: Bool) -> TL.InputMedia {
        let seconds = period.map { Int32(clamping: $0.components.seconds) }
        return .geoLive(
            .init(
                geoPoint: location.tl, heading: heading.map(Int32.init(clamping:)),
                period: seconds ?? (isEdit ? nil : Self.forever),
                proximityNotificationRadius: proximityRadius.map(Int32.init(clamping:))))
    }
}

/// A place with a name.
public struct InputVenue: Hashable, Sendable, Codable {
    /// Where it is.
    public var location: InputLocation
    /// Its name.
    public var title: String
    /// Its address.
    public var address: String
    /// Who lists it: `foursquare` or `gplaces`.
    public var provider: String
    /// Its number in the list.
    public var id: String
    /// What kind of place it is, in the words of the list.
    public var type: String

    /// Creates a place with a name.
    ///
    /// - Parameters:
    ///   - location: Where it is.
    ///   - title: Its name.
    ///   - address: Its address.
    ///   - provider: Who lists it: `foursquare` or `gplaces`.
    ///   - id: Its number in the list.
    ///   - type: What kind of place it is, in the words of the list.
    public init(
        _ location: InputLocation, title: String, address: String, provider: String = "", id: String = "",
        type: String = ""
    ) {
        (self.location, self.title, self.address) = (location, title, address)
        (self.provider, self.id, self.type) = (provider, id, type)
    }

    var tl: TL.InputMedia {
        .venue(
            .init(
                geoPoint: location.tl, title: title, address: address, provider: provider, venueID: id,
                venueType: type))
    }
}
