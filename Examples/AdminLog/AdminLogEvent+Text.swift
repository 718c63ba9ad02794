// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import Foundation

extension AdminLogEvent.Action {
    /// What happened, behind the name of who did it.
    var text: String {
        switch self {
        case .titleChanged(let old, let new): "changed the name from \(old) to \(new)"
        case .aboutChanged(_, let new): "changed the description to \(new)"
        case .usernameChanged(let old, let new): "changed the public name from @\(old) to @\(new)"
        case .usernamesChanged(_, let new): "changed the public names to \(new.joined(separator: ", "))"
        case .photoChanged: "changed the photo"
        case .invitesToggled(let isOn): "\(isOn ? "allowed" : "forbade") members to add others"
        case .signaturesToggled(let isOn): "switched signatures \(Self.state(isOn))"
        case .messagePinned(let message): message == nil ? "unpinned a message" : "pinned a message"
        case .messageEdited(_, let message): "edited message \(message?.id ?? 0)"
        case .messageDeleted(let message): "deleted message \(message?.id ?? 0)"
        case .messageSent: "sent a message for the channel"
        case .pollStopped: "closed a poll"
        case .joined: "joined"
        case .joinedByLink: "joined by an invite link"
        case .joinedByRequest: "was admitted"
        case .left: "left"
        case .invited(let participant): "added \(participant.name)"
        case .banChanged(_, let participant): "changed what \(participant.name) may do: \(participant.status)"
        case .adminChanged(_, let participant): "made \(participant.name) \(participant.status)"
        case .rankChanged(let user, _, let rank): "gave \(user) the title \(rank)"
        case .historyHiddenToggled(let isOn): "\(isOn ? "hid" : "showed") the history to new members"
        case .defaultPermissionsChanged: "changed what members may do"
        case .linkedChatChanged: "changed the linked chat"
        case .slowModeChanged(_, let delay): delay.map { "set slow mode to \(words($0))" } ?? "ended slow mode"
        case .autoDeleteChanged(_, let time):
            time.map { "lets messages disappear after \(words($0))" } ?? "keeps messages"
        case .callStarted: "started a video chat"
        case .callEnded: "ended the video chat"
        case .linkDeleted: "deleted an invite link"
        case .linkRevoked: "revoked an invite link"
        case .linkEdited: "changed an invite link"
        case .reactionsChanged: "changed the reactions"
        case .protectionToggled(let isOn): "switched the protection of messages \(Self.state(isOn))"
        case .forumToggled(let isOn): "switched topics \(Self.state(isOn))"
        case .topicCreated: "created a topic"
        case .topicEdited: "changed a topic"
        case .topicDeleted: "deleted a topic"
        case .antiSpamToggled(let isOn): "switched the spam filter \(Self.state(isOn))"
        default: "did something else"
        }
    }

    private func words(_ time: Duration) -> String {
        time.formatted(.units(allowed: [.days, .hours, .minutes, .seconds], width: .wide))
    }

    private static func state(_ isOn: Bool) -> String { isOn ? "on" : "off" }
}
