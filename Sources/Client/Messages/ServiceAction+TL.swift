// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramParsers
import FerogramTLTypes
import Foundation

extension ServiceAction.Kind {
    init(_ raw: TL.MessageAction) {
        self = Self.ofChats(raw) ?? Self.ofMessages(raw) ?? Self.ofPeople(raw) ?? Self.ofPayments(raw) ?? .other
    }

    private static func ofChats(_ raw: TL.MessageAction) -> Self? {
        switch raw {
        case .chatCreate(let action): .groupCreated(title: action.title, memberIDs: action.users)
        case .channelCreate(let action): .channelCreated(title: action.title)
        case .chatEditTitle(let action): .titleChanged(action.title)
        case .chatEditPhoto(let action): .photoChanged(action.photo)
        case .chatDeletePhoto: .photoRemoved
        case .chatAddUser(let action): .membersAdded(action.users)
        case .chatDeleteUser(let action): .memberLeft(action.userID)
        case .chatJoinedByLink(let action): .joinedByLink(inviterID: action.inviterID)
        case .chatJoinedByRequest: .joinedByRequest
        case .chatJoinedViaCommunity(let action): .joinedByCommunity(action.communityID)
        case .chatMigrateTo(let action): .migratedTo(channelID: action.channelID)
        case .channelMigrateFrom(let action): .migratedFrom(groupID: action.chatID, title: action.title)
        case .changeCreator(let action): .ownerChanged(action.newCreatorID)
        case .newCreatorPending(let action): .ownerPending(action.newCreatorID)
        case .changeCommunity(let action): .communityChanged(action.communityID)
        case .setChatTheme(let action): .themeChanged(action.theme)
        case .setChatWallPaper(let action):
            .wallpaperChanged(action.wallpaper, isSame: action.same, isForBoth: action.forBoth)
        case .setMessagesTTL(let action):
            .autoDeletionChanged(
                action.period > 0 ? .seconds(action.period) : nil, setBy: action.autoSettingFrom)
        case .noForwardsToggle(let action): .protectionChanged(isProtected: action.newValue)
        case .noForwardsRequest(let action):
            .protectionRequested(isProtected: action.newValue, isExpired: action.expired)
        case .paidMessagesPrice(let action):
            .messagePriceChanged(stars: action.stars, allowsDirectMessages: action.broadcastMessagesAllowed)
        case .paidMessagesRefunded(let action):
            .messagePaymentsRefunded(messages: Int(action.count), stars: action.stars)
        case .boostApply(let action): .boosted(Int(action.boosts))
        case .topicCreate(let action):
            .topicCreated(title: action.title, color: action.iconColor, iconID: action.iconEmojiID)
        case .topicEdit(let action):
            .topicEdited(
                title: action.title, iconID: action.iconEmojiID, isClosed: action.closed, isHidden: action.hidden)
        default: nil
        }
    }

    private static func ofMessages(_ raw: TL.MessageAction) -> Self? {
        switch raw {
        case .pinMessage: .pinned
        case .historyClear: .historyCleared
        case .screenshotTaken: .screenshotTaken
        case .customAction(let action): .custom(action.message)
        case .todoCompletions(let action):
            .checklistMarked(completed: action.completed, uncompleted: action.incompleted)
        case .todoAppendTasks(let action):
            .checklistExtended(
                action.list.map {
                    Checklist.Item(
                        id: $0.id, title: FormattedText($0.title), completedBy: nil, completionDate: nil)
                })
        case .pollAppendAnswer(let action):
            action.answer.content.map { .pollAnswerAdded($0.text, option: $0.option) }
        case .pollDeleteAnswer(let action):
            action.answer.content.map { .pollAnswerRemoved($0.text, option: $0.option) }
        case .suggestedPostApproval(let action):
            .suggestedPostDecided(
                isRejected: action.rejected, lacksFunds: action.balanceTooLow, comment: action.rejectComment,
                date: action.scheduleDate.map { Date(unixTime: $0) })
        case .suggestedPostSuccess(let action): .suggestedPostPaid(action.price)
        case .suggestedPostRefund(let action): .suggestedPostRefunded(byPayer: action.payerInitiated)
        default: nil
        }
    }

    private static func ofPeople(_ raw: TL.MessageAction) -> Self? {
        switch raw {
        case .contactSignUp: .contactJoined
        case .geoProximityReached(let action):
            .proximityReached(PeerID(action.fromID), to: PeerID(action.toID), distance: Int(action.distance))
        case .suggestProfilePhoto(let action): .profilePhotoSuggested(action.photo)
        case .suggestBirthday(let action): .birthdaySuggested(action.birthday)
        case .phoneCall(let action):
            .call(
                id: action.callID, duration: action.duration.map { .seconds($0) }, reason: action.reason,
                isVideo: action.video)
        case .conferenceCall(let action):
            .conferenceCall(
                id: action.callID, duration: action.duration.map { .seconds($0) }, isMissed: action.missed,
                isActive: action.active, isVideo: action.video)
        case .groupCall(let action): .groupCall(action.call, duration: action.duration.map { .seconds($0) })
        case .groupCallScheduled(let action):
            .groupCallScheduled(action.call, Date(unixTime: action.scheduleDate))
        case .inviteToGroupCall(let action): .groupCallInvitation(action.call, userIDs: action.users)
        case .botAllowed(let action):
            .botAllowed(
                domain: action.domain, fromAttachmentMenu: action.attachMenu, fromRequest: action.fromRequest)
        case .managedBotCreated(let action): .managedBotCreated(action.botID)
        case .requestedPeer(let action):
            .peersShared(
                buttonID: action.buttonID,
                action.peers.map { SharedPeer(id: PeerID($0), name: nil, username: nil) })
        case .requestedPeerSentMe(let action):
            .peersShared(buttonID: action.buttonID, action.peers.map { SharedPeer($0) })
        case .webViewDataSent(let action): .webAppData(buttonText: action.text, data: nil)
        case .webViewDataSentMe(let action): .webAppData(buttonText: action.text, data: action.data)
        case .secureValuesSent, .secureValuesSentMe: .passportData(raw)
        case .gameScore(let action): .gameScore(gameID: action.gameID, score: Int(action.score))
        default: nil
        }
    }

    private static func ofPayments(_ raw: TL.MessageAction) -> Self? {
        switch raw {
        case .paymentSent(let action):
            .paymentSent(
                currency: action.currency, amount: action.totalAmount, invoiceName: action.invoiceSlug)
        case .paymentSentMe(let action): .paymentReceived(action)
        case .paymentRefunded(let action): .paymentRefunded(action)
        case .giftPremium(let action):
            .premiumGifted(
                days: Int(action.days), currency: action.currency, amount: action.amount,
                message: action.message.map { FormattedText($0) })
        case .giftCode(let action): .giftCode(action)
        case .giftStars(let action):
            .starsGifted(action.stars, currency: action.currency, amount: action.amount)
        case .giftTon(let action):
            .tonGifted(nanotons: action.cryptoAmount, currency: action.currency, amount: action.amount)
        case .prizeStars(let action): .starsWon(action)
        case .starGift(let action): .gift(action)
        case .starGiftUnique(let action): .uniqueGift(action)
        case .starGiftPurchaseOffer(let action): .giftOffer(action)
        case .starGiftPurchaseOfferDeclined(let action): .giftOfferDeclined(action)
        case .giveawayLaunch(let action): .giveawayStarted(stars: action.stars)
        case .giveawayResults(let action):
            .giveawayEnded(
                winners: Int(action.winnersCount), unclaimed: Int(action.unclaimedCount), isStars: action.stars)
        case .gramTransfer(let action): .walletTransfer(action)
        case .walletTonConnectRequest(let action): .walletRequest(action)
        default: nil
        }
    }
}

extension SharedPeer {
    init(_ raw: TL.RequestedPeer) {
        switch raw {
        case .user(let peer):
            let name = [peer.firstName, peer.lastName].compactMap(\.self).joined(separator: " ")
            self.init(
                id: .user(peer.userID), name: name.isEmpty ? nil : name, username: peer.username)
        case .chat(let peer): self.init(id: .chat(peer.chatID), name: peer.title, username: nil)
        case .channel(let peer): self.init(id: .channel(peer.channelID), name: peer.title, username: peer.username)
        }
    }
}

extension TL.PollAnswer {
    fileprivate var content: (text: FormattedText, option: [UInt8])? {
        guard case .pollAnswer(let answer) = self else { return nil }
        return (FormattedText(answer.text), answer.option)
    }
}
