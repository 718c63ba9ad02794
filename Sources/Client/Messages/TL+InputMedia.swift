// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

extension TL.MessageMedia {
    /// The attachment as one to send again; `nil` if there is nothing to send.
    var inputMedia: TL.InputMedia? {
        get throws(InvocationError) {
            switch self {
            case .empty, .webPage: return nil
            case .photo(let media):
                guard let photo = media.photo?.input else { throw Self.cannotBeSent("a photo that has expired") }
                var video: TL.InputDocument?
                if media.livePhoto { video = media.video?.input }
                return .photo(
                    .init(
                        spoiler: media.spoiler, livePhoto: video != nil, id: photo, ttlSeconds: media.ttlSeconds,
                        video: video))
            case .document(let media):
                guard let document = media.document?.input else { throw Self.cannotBeSent("a file that has expired") }
                return .document(
                    .init(
                        spoiler: media.spoiler, id: document, videoCover: media.videoCover?.input,
                        videoTimestamp: media.videoTimestamp, ttlSeconds: media.ttlSeconds))
            case .contact(let media):
                return .contact(
                    .init(
                        phoneNumber: media.phoneNumber, firstName: media.firstName, lastName: media.lastName,
                        vcard: media.vcard))
            case .geo(let media):
                guard let point = media.geo.input else { throw Self.cannotBeSent("a place that is hidden") }
                return .geoPoint(.init(geoPoint: point))
            case .geoLive(let media):
                guard let point = media.geo.input else { throw Self.cannotBeSent("a place that is hidden") }
                return .geoPoint(.init(geoPoint: point))
            case .venue(let media):
                guard let point = media.geo.input else { throw Self.cannotBeSent("a place that is hidden") }
                return .venue(
                    .init(
                        geoPoint: point, title: media.title, address: media.address, provider: media.provider,
                        venueID: media.venueID, venueType: media.venueType))
            case .dice(let media): return .dice(.init(emoticon: media.emoticon))
            case .poll(let media): return media.input
            case .game(let media):
                return .game(.init(id: .id(.init(id: media.game.id, accessHash: media.game.accessHash))))
            case .toDo(let media): return .todo(.init(todo: media.todo))
            case .story: throw Self.cannotBeSent("a story; forward it")
            case .invoice: throw Self.cannotBeSent("an invoice")
            case .paidMedia: throw Self.cannotBeSent("paid media")
            case .giveaway, .giveawayResults: throw Self.cannotBeSent("a giveaway")
            case .videoStream: throw Self.cannotBeSent("a live stream")
            case .unsupported: throw Self.cannotBeSent("an attachment that this version does not know")
            }
        }
    }

    private static func cannotBeSent(_ what: String) -> InvocationError {
        .invalidArgument(method: "messages.sendMedia", "\(what) cannot be sent again")
    }
}

extension TL.MessageMedia.Poll {
    /// The poll as a new one: open, without votes.
    ///
    /// The right answers of a quiz are known to those who have answered it.
    fileprivate var input: TL.InputMedia {
        var correct: [Int32]?
        if poll.quiz {
            let right = (results.results ?? []).filter(\.correct).map(\.option)
            correct = poll.answers.indices.filter { index in
                if case .pollAnswer(let answer) = poll.answers[index] { return right.contains(answer.option) }
                return false
            }.map(Int32.init(clamping:))
        }
        let fresh = TL.Poll(
            id: 0, publicVoters: poll.publicVoters, multipleChoice: poll.multipleChoice, quiz: poll.quiz,
            openAnswers: poll.openAnswers, revotingDisabled: poll.revotingDisabled,
            shuffleAnswers: poll.shuffleAnswers, hideResultsUntilClose: poll.hideResultsUntilClose,
            subscribersOnly: poll.subscribersOnly, question: poll.question, answers: poll.answers,
            closePeriod: poll.closePeriod, countriesIso2: poll.countriesIso2, hash: 0)
        return .poll(
            .init(
                poll: fresh, correctAnswers: correct, solution: results.solution,
                solutionEntities: results.solutionEntities))
    }
}

extension TL.GeoPoint {
    fileprivate var input: TL.InputGeoPoint? {
        guard case .geoPoint(let point) = self else { return nil }
        return .inputGeoPoint(.init(lat: point.lat, long: point.long, accuracyRadius: point.accuracyRadius))
    }
}

extension TL.Photo {
    /// The photo as calls name it.
    fileprivate var input: TL.InputPhoto? {
        guard case .photo(let photo) = self else { return nil }
        return .inputPhoto(
            .init(id: photo.id, accessHash: photo.accessHash, fileReference: photo.fileReference))
    }
}

extension TL.Document {
    /// The file as calls name it.
    fileprivate var input: TL.InputDocument? {
        guard case .document(let document) = self else { return nil }
        return .inputDocument(
            .init(id: document.id, accessHash: document.accessHash, fileReference: document.fileReference))
    }
}
