// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension World {
    /// How many messages can be scheduled for one chat, and how long before; see core.telegram.org/api/scheduled-messages.
    private static let (mostScheduled, longestSchedule) = (100, Int64(365 * 86_400))
    /// A message that is due so soon is sent at once.
    private static let shortestSchedule: Int64 = 10

    /// Whether a message is to be sent later.
    func isLater(_ date: Int32) -> Bool { Int64(date) > now + Self.shortestSchedule }

    /// Puts a message aside until its time comes.
    ///
    /// - Returns: The answer to the call.
    mutating func schedule(
        _ message: NewMessage, from account: Int64, to peer: Int64, at date: Int32, every period: Int32?,
        origin: CallOrigin?
    ) throws(RPCFailure) -> TL.Updates {
        guard accounts[account]?.isBot == false else { throw .bad(.scheduleBotNotAllowed) }
        if date == MessagesState.Scheduled.whenOnline {
            guard case .user = PeerNumber(peer), peer != account, accounts[peer]?.isBot == false else {
                throw .bad(.scheduleStatusPrivate)
            }
        } else {
            guard Int64(date) - now <= Self.longestSchedule else { throw .bad(.scheduleDateTooLate) }
        }
        _ = try check(message, from: account, to: peer)
        let others = messageState.scheduled[account, default: []].count { $0.peer == peer }
        guard others < Self.mostScheduled else { throw .bad(.scheduleTooMuch) }
        messageState.lastScheduledID += 1
        let scheduled = MessagesState.Scheduled(
            id: messageState.lastScheduledID, peer: peer, message: message, date: date, period: period)
        messageState.scheduled[account, default: []].append(scheduled)
        var updates: [TL.Update] = []
        if let randomID = message.randomID { updates.append(.messageID(.init(id: scheduled.id, randomID: randomID))) }
        updates.append(.newScheduledMessage(.init(message: rendered(scheduled, of: account))))
        let answer = self.updates(updates, naming: [account, peer], for: account)
        push(
            self.updates([updates[updates.count - 1]], naming: [account, peer], for: account), to: account,
            except: origin)
        return answer
    }

    /// A scheduled message as its author sees it.
    func rendered(_ scheduled: MessagesState.Scheduled, of account: Int64) -> TL.Message {
        let message = scheduled.message
        var content: MessageContent?
        if let author = accounts[account] {
            content = try? self.content(of: message, author: author, findsCommands: false)
        }
        let stored = StoredMessage(
            id: scheduled.id, peer: scheduled.peer, sender: account, isOutgoing: true, date: scheduled.date,
            sharedID: 0, randomID: message.randomID, isSilent: message.isSilent, replyTo: message.replyTo,
            quote: message.quote, content: content ?? MessageContent(text: message.text), details: message.details)
        return self.message(stored, for: account, repeatedAfter: scheduled.period)
    }

    /// The scheduled messages of a chat, the last one first.
    func scheduled(of account: Int64, in peer: Int64) -> [MessagesState.Scheduled] {
        (messageState.scheduled[account] ?? []).filter { $0.peer == peer }
            .sorted { ($0.date, $0.id) > ($1.date, $1.id) }
    }

    /// Changes a scheduled message.
    mutating func editScheduled(
        _ id: Int32, of account: Int64, in peer: Int64, _ change: ContentChange, date: Int32?, origin: CallOrigin?
    ) throws(RPCFailure) -> TL.Updates {
        guard
            let index = messageState.scheduled[account]?.firstIndex(where: { $0.id == id && $0.peer == peer }),
            var scheduled = messageState.scheduled[account]?[index]
        else { throw .bad(.messageIDInvalid) }
        if let text = change.text { (scheduled.message.text, scheduled.message.entities) = (text, change.entities) }
        if let media = change.media { scheduled.message.media = media }
        if let rich = change.rich { scheduled.message.rich = rich }
        if let date {
            guard date == MessagesState.Scheduled.whenOnline || Int64(date) - now <= Self.longestSchedule else {
                throw .bad(.scheduleDateTooLate)
            }
            scheduled.date = date
        }
        _ = try check(scheduled.message, from: account, to: peer)
        messageState.scheduled[account]?[index] = scheduled
        let update = TL.Update.newScheduledMessage(.init(message: rendered(scheduled, of: account)))
        let answer = updates([update], naming: [account, peer], for: account)
        push(answer, to: account, except: origin)
        return answer
    }

    /// Deletes scheduled messages without sending them.
    mutating func deleteScheduled(
        _ ids: [Int32], of account: Int64, in peer: Int64, origin: CallOrigin?
    ) -> TL.Updates {
        messageState.scheduled[account]?.removeAll { ids.contains($0.id) && $0.peer == peer }
        let update = TL.Update.deleteScheduledMessages(.init(peer: Self.peer(peer), messages: ids))
        let answer = updates([update], naming: [account, peer], for: account)
        push(answer, to: account, except: origin)
        return answer
    }

    /// Sends scheduled messages now.
    ///
    /// - Returns: The answer to the call.
    mutating func sendScheduled(
        _ ids: [Int32], of account: Int64, in peer: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> TL.Updates {
        var list: [TL.Update] = []
        var people: Set = [account, peer]
        for id in ids {
            guard let scheduled = messageState.scheduled[account]?.first(where: { $0.id == id && $0.peer == peer })
            else { throw .bad(.messageIDInvalid) }
            let sent = try send(scheduled, of: account, origin: origin)
            people.formUnion(self.people(in: sent.message))
            let told = told(of: [sent], to: account, after: [gone(scheduled, sent)])
            if case .updates(let batch) = told { list += batch.updates }
        }
        if case .channel(let id) = PeerNumber(peer) {
            return channelUpdates(list, naming: people, in: id, for: account)
        }
        return updates(list, naming: people, for: account)
    }

    private func gone(_ scheduled: MessagesState.Scheduled, _ sent: Sent) -> TL.Update {
        .deleteScheduledMessages(
            .init(peer: Self.peer(scheduled.peer), messages: [scheduled.id], sentMessages: [sent.message.id]))
    }

    private mutating func send(
        _ scheduled: MessagesState.Scheduled, of account: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> Sent {
        var message = scheduled.message
        // The number belongs to the scheduled message.
        message.randomID = nil
        message.wasScheduled = true
        messageState.scheduled[account]?.removeAll { $0.id == scheduled.id }
        let sent = try send(message, from: account, to: scheduled.peer, origin: origin)
        push(
            updates([gone(scheduled, sent)], naming: [account, scheduled.peer], for: account), to: account,
            except: origin)
        // What fell into a time when nothing was sent is not sent in a row afterwards.
        if let period = scheduled.period, period > 0,
            let next = Int32(
                exactly: Int64(scheduled.date)
                    + (max(0, now - Int64(scheduled.date)) / Int64(period) + 1) * Int64(period))
        {
            var again = scheduled
            again.date = next
            messageState.scheduled[account, default: []].append(again)
        }
        return sent
    }

    /// Sends what is due: by the clock, or because somebody came online.
    mutating func sendDue() {
        guard !messageState.scheduled.isEmpty else { return }
        for (account, list) in messageState.scheduled.sorted(by: { $0.key < $1.key }) {
            for scheduled in list.sorted(by: { ($0.date, $0.id) < ($1.date, $1.id) }) {
                let isDue =
                    if scheduled.date == MessagesState.Scheduled.whenOnline {
                        (accounts[scheduled.peer]?.onlineUntil ?? 0) > now
                    } else {
                        Int64(scheduled.date) <= now
                    }
                guard isDue else { continue }
                // What cannot be sent any more goes away without a word.
                if (try? send(scheduled, of: account, origin: nil)) == nil {
                    messageState.scheduled[account]?.removeAll { $0.id == scheduled.id }
                }
            }
            if messageState.scheduled[account]?.isEmpty == true { messageState.scheduled[account] = nil }
        }
    }
}
