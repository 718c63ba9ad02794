// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// What a person shows of itself.
    mutating func addProfile() {
        on(TL.account.UpdateBirthday.self, .person) { request, caller, world in
            if let birthday = request.birthday {
                let longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
                guard (1...12).contains(birthday.month),
                    (1...Int32(longest[Int(birthday.month) - 1])).contains(birthday.day)
                else { throw RPCFailure.bad(.birthdayInvalid) }
            }
            world.update(caller.id) { $0.settings.birthday = request.birthday }
            return true
        }
        on(TL.account.UpdateEmojiStatus.self, .person) { request, caller, world in
            world.update(caller.id) { account in
                if case .empty = request.emojiStatus {
                    account.settings.emojiStatus = nil
                } else {
                    account.settings.emojiStatus = request.emojiStatus
                    account.settings.recentEmojiStatuses.insert(request.emojiStatus, at: 0)
                }
            }
            return true
        }
        on(TL.account.GetRecentEmojiStatuses.self, .person) { _, caller, _ in
            .emojiStatuses(.init(hash: 0, statuses: caller.account.settings.recentEmojiStatuses))
        }
        on(TL.account.GetDefaultEmojiStatuses.self, .person) { _, _, _ in
            .emojiStatuses(.init(hash: 0, statuses: []))
        }
        on(TL.account.ClearRecentEmojiStatuses.self, .person) { _, caller, world in
            world.update(caller.id) { $0.settings.recentEmojiStatuses = [] }
            return true
        }
        on(TL.account.UpdateColor.self, .person) { request, caller, world in
            world.update(caller.id) { account in
                if request.forProfile {
                    account.settings.profileColor = request.color
                } else {
                    account.settings.color = request.color
                }
            }
            return true
        }
        on(TL.account.UpdatePersonalChannel.self, .person) { request, caller, world in
            var id: Int64?
            if case .inputChannel(let channel) = request.channel {
                guard world.channels[channel.channelID]?.members[caller.id] != nil else {
                    throw RPCFailure.bad(.channelInvalid)
                }
                id = channel.channelID
            }
            world.update(caller.id) { $0.settings.personalChannel = id }
            return true
        }
        on(TL.account.SetMainProfileTab.self, .person) { request, caller, world in
            world.update(caller.id) { $0.settings.mainTab = request.tab }
            return true
        }
        on(TL.account.GetContentSettings.self, .person) { _, caller, _ in
            .init(sensitiveEnabled: caller.account.settings.showsSensitiveContent, sensitiveCanChange: true)
        }
        on(TL.account.SetContentSettings.self, .person) { request, caller, world in
            world.update(caller.id) { $0.settings.showsSensitiveContent = request.sensitiveEnabled }
            return true
        }
        on(TL.account.InitTakeoutSession.self, .person) { _, caller, world in
            let id = world.nextRandomID()
            world.update(caller.id) { $0.settings.takeout = id }
            return .init(id: id)
        }
        on(TL.account.FinishTakeoutSession.self, .person) { _, caller, world in
            guard caller.account.settings.takeout != nil else { throw RPCFailure(403, .takeoutRequired) }
            world.update(caller.id) { $0.settings.takeout = nil }
            return true
        }
        on(TL.messages.GetSplitRanges.self, .person) { _, _, _ in [.init(minID: 1, maxID: Int32.max)] }
        on(TL.channels.GetLeftChannels.self, .person) { _, caller, _ in
            guard caller.account.settings.takeout != nil else { throw RPCFailure(403, .takeoutRequired) }
            return .chats(.init(chats: []))
        }
    }
}
