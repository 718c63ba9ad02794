"""Compares what the tests say that links are with what TDLib says: links.py FILE

FILE has the table of links of TelegramLinkTests.swift. TDLib asks nobody for that; run this inside a network namespace all
the same.
"""

import json
import os
import re
import sys
import tempfile

import tdjson

# What TDLib calls the kinds of Ferogram; None stands for "no link that it knows".
KINDS = {
    "username": {"PublicChat"}, "profile": {"PublicChat"}, "directMessages": {"DirectMessagesChat"},
    "phone": {"UserPhoneNumber"}, "contactToken": {"UserToken"}, "invite": {"ChatInvite"},
    "folder": {"ChatFolderInvite"}, "message": {"Message"}, "businessChat": {"BusinessChat"}, "boost": {"ChatBoost"},
    "videoChat": {"VideoChat"}, "groupCall": {"GroupCall"}, "story": {"Story"}, "liveStory": {"LiveStory"},
    "storyAlbum": {"StoryAlbum"}, "giftCollection": {"GiftCollection"}, "botStart": {"BotStart"},
    "botStartGroup": {"BotStartInGroup"}, "botStartChannel": {"BotAddToChannel"}, "game": {"Game"},
    "miniApp": {"WebApp", "MainWebApp"}, "attachmentMenu": {"AttachmentMenuBot"},
    "referral": {"ChatAffiliateProgram"}, "managedBot": {"RequestManagedBot"}, "stickerSet": {"StickerSet"},
    "emojiSet": {"StickerSet"}, "theme": {"Theme"}, "style": {"TextCompositionStyle"},
    "languagePack": {"LanguagePack"}, "background": {"Background"}, "invoice": {"Invoice"},
    "giftCode": {"PremiumGiftCode"}, "collectibleGift": {"UpgradedGift"}, "giftAuction": {"GiftAuction"},
    "share": {"MessageDraft"}, "proxy": {"Proxy"}, "socksProxy": {"Proxy"}, "instantView": {"InstantView"},
    "loginCode": {"AuthenticationCode"}, "loginToken": {"QrCodeAuthentication"}, "authorization": {"Oauth"},
    "confirmPhone": {"PhoneNumberConfirmation"}, "passport": {"PassportDataRequest"},
    "premiumOffer": {"PremiumFeaturesPage"}, "premiumGift": {"PremiumGiftPurchase"}, "starsTopUp": {"StarPurchase"},
    "settings": {"Settings", "SavedMessages", "CallsPage", "MyProfilePage"}, "unknown": {"UnknownDeepLink"},
}
# Links that TDLib 1.8.69 does not know, or that name something else to it, each with the reason.
EXCEPTIONS = {
    "t.me/addstyle/x": "newer than this version", "tg://addstyle?slug=x": "newer than this version",
}


class TDLib:
    def __init__(self, folder):
        self.receive({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})
        self.client = tdjson.td_create_client_id()
        self.ask({
            "@type": "setTdlibParameters", "database_directory": folder, "api_id": 1, "api_hash": "x",
            "system_language_code": "en", "device_model": "x", "application_version": "1"})

    @staticmethod
    def receive(request):
        return json.loads(tdjson.td_execute(json.dumps(request).encode()))

    def ask(self, request):
        tdjson.td_send(self.client, json.dumps({**request, "@extra": 1}).encode())
        while True:
            answer = tdjson.td_receive(10.0)
            if answer is None:
                raise TimeoutError(request["@type"])
            answer = json.loads(answer)
            if answer.get("@extra") == 1:
                return answer

    def close(self):
        """Ends TDLib, whose threads abort the program if its folder goes before them."""
        tdjson.td_send(self.client, json.dumps({"@type": "close"}).encode())
        while answer := tdjson.td_receive(10.0):
            state = json.loads(answer).get("authorization_state", {})
            if state.get("@type") == "authorizationStateClosed":
                return


def table(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    begin = text.index("private let links")
    text = text[begin:text.index("\n    ]\n", begin)]
    for link, kind in re.findall(r'\(\s*("(?:[^"\\]|\\.)*"),\s*\.(\w+)', text):
        yield json.loads(link), kind


def main():
    differences = 0
    kinds = set()
    links = list(table(sys.argv[1]))
    with tempfile.TemporaryDirectory() as folder:
        library = TDLib(folder)
        for link, kind in links:
            answer = library.ask({"@type": "getInternalLinkType", "link": link.strip()})
            name = answer["@type"].removeprefix("internalLinkType")
            kinds.add(name)
            if link in EXCEPTIONS:
                continue
            if kind not in KINDS:
                print(f"not compared: {link} is .{kind}, TDLib: {name}")
            elif name not in KINDS[kind]:
                differences += 1
                print(f"{link} is .{kind}, TDLib: {name} {answer.get('message', '')}")
        library.close()
    print(f"{len(links)} links of {len(kinds)} kinds of TDLib, {differences} differences")
    sys.stdout.flush()
    # What TDLib has running is not waited for.
    os._exit(0 if differences == 0 and len(links) > 150 else 1)


main()
