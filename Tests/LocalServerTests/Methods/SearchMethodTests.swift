// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// What searches find; see core.telegram.org/api/search.
final class SearchMethodTests: XCTestCase {
    private func upload(
        _ id: Int64, _ mimeType: String, _ attributes: [TL.DocumentAttribute], _ party: Party
    ) throws -> TL.InputMedia {
        XCTAssertTrue(try party.ann.invoke(TL.upload.SaveFilePart(fileID: id, filePart: 0, bytes: [1, 2, 3])))
        return .uploadedDocument(
            .init(
                file: .inputFile(.init(id: id, parts: 1, name: "a_file", md5Checksum: "")), mimeType: mimeType,
                attributes: attributes))
    }

    /// One message of each kind, with the filters that find it beside `.empty`.
    private func stage(_ party: Party) throws -> [(id: Int32, names: Set<String>)] {
        func say(_ text: String, _ media: TL.InputMedia? = nil) throws -> Int32 {
            try party.say(text, by: party.annID, in: party.bobID, media: media)
        }
        let video = TL.DocumentAttribute.Video(duration: 1, w: 2, h: 2)
        let round = TL.DocumentAttribute.Video(roundMessage: true, duration: 1, w: 2, h: 2)
        let point = TL.InputGeoPoint.inputGeoPoint(.init(lat: 1, long: 2))
        let poll = TL.Poll(
            id: 0, question: .init(text: "Which?", entities: []),
            answers: ["a", "b"].map {
                .pollAnswer(.init(text: .init(text: $0, entities: []), option: Array($0.utf8)))
            }, hash: 0)
        return [
            (try say("plain"), []),
            (try say("see https://example.org"), ["url"]),
            (try say("film", upload(1, "video/mp4", [.video(video)], party)), ["video", "photoVideo"]),
            (try say("", upload(2, "video/mp4", [.video(round)], party)), ["roundVideo", "roundVoice"]),
            (
                try say("", upload(3, "audio/ogg", [.audio(.init(voice: true, duration: 1))], party)),
                ["voice", "roundVoice"]
            ),
            (try say("song", upload(4, "audio/mpeg", [.audio(.init(duration: 1))], party)), ["music"]),
            (try say("file", upload(5, "application/zip", [], party)), ["document"]),
            (try say("", upload(6, "video/mp4", [.animated, .video(video)], party)), ["gif"]),
            (try say("", .geoPoint(.init(geoPoint: point))), ["geo"]),
            (
                try say("", .contact(.init(phoneNumber: "+1", firstName: "C", lastName: "", vcard: ""))),
                ["contacts"]
            ),
            (try say("", .poll(.init(poll: poll))), ["poll"]),
        ]
    }

    private static let filters: [(name: String, filter: TL.MessagesFilter)] = [
        ("url", .url), ("photos", .photos), ("video", .video), ("photoVideo", .photoVideo),
        ("roundVideo", .roundVideo), ("roundVoice", .roundVoice), ("voice", .voice), ("music", .music),
        ("document", .document), ("gif", .gif), ("geo", .geo), ("contacts", .contacts), ("poll", .poll),
        ("chatPhotos", .chatPhotos), ("pinned", .pinned), ("myMentions", .myMentions),
    ]

    func testEachFilterFindsItsKind() throws {
        let party = try Party()
        let all = try stage(party)
        let peer = party.peer(party.bobID, party.annID)
        let counters = try party.ann.invoke(
            TL.messages.GetSearchCounters(peer: peer, filters: Self.filters.map(\.filter)))
        XCTAssertEqual(counters.count, Self.filters.count)
        for ((name, filter), counter) in zip(Self.filters, counters) {
            let expected = all.filter { $0.names.contains(name) }.map(\.id).sorted(by: >)
            let found = try party.ann.invoke(
                TL.messages.Search(
                    peer: peer, q: "", filter: filter, minDate: 0, maxDate: 0, offsetID: 0, addOffset: 0, limit: 50,
                    maxID: 0, minID: 0, hash: 0))
            XCTAssertEqual(found.page.ids, expected, name)
            XCTAssertEqual(Int(counter.count), expected.count, name)
            let sent = try party.ann.invoke(TL.messages.SearchSentMedia(q: "", filter: filter, limit: 50))
            XCTAssertEqual(sent.page.ids, expected, name)
            let received = try party.bob.invoke(TL.messages.SearchSentMedia(q: "", filter: filter, limit: 50))
            XCTAssertEqual(received.page.ids, [], "Bob sent nothing: \(name)")
        }
        let film = try party.ann.invoke(TL.messages.SearchSentMedia(q: "FILM", filter: .video, limit: 50))
        XCTAssertEqual(film.page.ids.count, 1)
        assertRefused(
            .bad(.filterNotSupported),
            try party.ann.invoke(TL.messages.SearchSentMedia(q: "", filter: .empty, limit: 50)))
        assertRefused(
            .bad(.botMethodInvalid), try party.bot.invoke(TL.messages.SearchSentMedia(q: "", filter: .url, limit: 5)))
    }

    func testDaysAndPlacesOfWhatIsFound() throws {
        let party = try Party()
        let peer = party.peer(party.bobID, party.annID)
        var ids: [Int32] = []
        let now = party.harness.engine.world.now
        func send(_ text: String) throws -> Int32 {
            try party.harness.engine.world.send(NewMessage(text: text), from: party.annID, to: party.bobID).message.id
        }
        for day in 0..<3 {
            party.harness.engine.world.now = now - Int64(2 - day) * 86_400
            for number in 0...day { ids.append(try send("https://example.org/\(day)/\(number)")) }
            _ = try send("no link")
        }
        party.harness.engine.world.now = now
        try party.settle()
        let calendar = try party.ann.invoke(
            TL.messages.GetSearchResultsCalendar(peer: peer, filter: .url, offsetID: 0, offsetDate: 0))
        XCTAssertEqual(calendar.count, 6)
        XCTAssertEqual(calendar.periods.map(\.count), [3, 2, 1])
        XCTAssertEqual(calendar.periods.map(\.maxMsgID), [ids[5], ids[2], ids[0]])
        XCTAssertEqual(calendar.periods.map(\.minMsgID), [ids[3], ids[1], ids[0]])
        XCTAssertEqual(calendar.minMsgID, ids[0])
        XCTAssertTrue(calendar.periods.allSatisfy { $0.date % 86_400 == 0 })
        XCTAssertEqual(Set(zip(calendar.periods, calendar.periods.dropFirst()).map { $0.date - $1.date }), [86_400])
        let later = try party.ann.invoke(
            TL.messages.GetSearchResultsCalendar(peer: peer, filter: .url, offsetID: ids[3], offsetDate: 0))
        XCTAssertEqual(later.periods.map(\.count), [2, 1])
        XCTAssertEqual([later.count, later.offsetIDOffset], [6, 3])
        let positions = try party.ann.invoke(
            TL.messages.GetSearchResultsPositions(peer: peer, filter: .url, offsetID: ids[4], limit: 3))
        XCTAssertEqual(positions.count, 6)
        XCTAssertEqual(positions.positions.map(\.msgID), [ids[3], ids[2], ids[1]])
        XCTAssertEqual(positions.positions.map(\.offset), [2, 3, 4])
        assertRefused(
            .bad(.botMethodInvalid),
            try party.bot.invoke(
                TL.messages.GetSearchResultsCalendar(
                    peer: party.peer(party.annID, party.botID), filter: .url, offsetID: 0, offsetDate: 0)))
    }

    func testWhereSomebodyIsNow() throws {
        let party = try Party()
        let point = TL.InputGeoPoint.inputGeoPoint(.init(lat: 1, long: 2))
        try party.say("", by: party.annID, in: party.bobID, media: .geoPoint(.init(geoPoint: point)))
        let live = try party.say(
            "", by: party.annID, in: party.bobID, media: .geoLive(.init(geoPoint: point, period: 60)))
        func found() throws -> [Int32] {
            try party.ann.invoke(
                TL.messages.GetRecentLocations(peer: party.peer(party.bobID, party.annID), limit: 10, hash: 0)
            ).page.ids
        }
        XCTAssertEqual(try found(), [live])
        party.harness.advance(by: 61)
        XCTAssertEqual(try found(), [], "it is over")
    }

    func testPostsOfAllPublicChannels() throws {
        let party = try Party()
        let open = try party.makeChannel(isBroadcast: true, username: "cats_daily", with: [])
        let closed = try party.makeChannel(isBroadcast: true, with: [])
        let group = try party.makeChannel(username: "cat_talk", with: [])
        let first = try party.say("one #cat", by: party.annID, in: open)
        for chat in [closed, group] { try party.say("not this #cat", by: party.annID, in: chat) }
        let second = try party.say("two #cat and a dog", by: party.annID, in: open)
        func search(
            hashtag: String? = nil, query: String? = nil, after: Int32 = 0, limit: Int32 = 10, stars: Int64? = nil
        ) throws -> TL.messages.Messages {
            try party.bob.invoke(
                TL.channels.SearchPosts(
                    hashtag: hashtag, query: query, offsetRate: 0,
                    offsetPeer: after > 0 ? party.peer(open, party.bobID) : .empty, offsetID: after, limit: limit,
                    allowPaidStars: stars))
        }
        XCTAssertEqual(try search(hashtag: "cat").page.ids, [second, first])
        let page = try search(hashtag: "cat", limit: 1)
        XCTAssertEqual(page.page.ids, [second])
        XCTAssertEqual(page.page.count, 2)
        XCTAssertEqual(try search(hashtag: "cat", after: second).page.ids, [first])
        XCTAssertEqual(try search(query: "A DOG").page.ids, [second])
        for (hashtag, query) in [(nil, nil), ("cat", "dog")] as [(String?, String?)] {
            assertRefused(.bad(.hashtagInvalid), try search(hashtag: hashtag, query: query))
        }
        // Ten searches by words are free of charge each day.
        func flood() throws -> TL.SearchPostsFlood {
            try party.bob.invoke(TL.channels.CheckSearchPostsFlood(query: "x"))
        }
        XCTAssertEqual([try flood().remains, try flood().totalDaily], [9, 10])
        for _ in 0..<9 { _ = try search(query: "dog") }
        XCTAssertEqual(try flood().remains, 0)
        XCTAssertGreaterThan(try flood().waitTill ?? 0, 0)
        XCTAssertThrowsError(try search(query: "dog")) { error in
            XCTAssertTrue("\(error)".contains("FLOOD_WAIT"), "\(error)")
        }
        XCTAssertEqual(try search(query: "dog", stars: flood().starsAmount).page.ids, [second])
        XCTAssertNoThrow(try search(hashtag: "cat"), "hashtags are free")
        let today = party.harness.engine.world.now / 86_400
        party.harness.engine.world.messageState.postSearches[party.bobID] = (today - 1, 10)
        XCTAssertEqual(try flood().remains, 10, "the next day begins anew")
    }
}
