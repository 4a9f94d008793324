"""Debian's Chromium, headless, driven by selenium; it talks to nobody but us."""
import tempfile

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from harness.suite import PATIENCE

FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--disable-default-apps", "--lang=ja",
         "--no-proxy-server", "--window-size=1280,900", "--force-device-scale-factor=1")


class Browser:
    def __init__(self, url, script=True):
        self.url = url
        self.profile = tempfile.TemporaryDirectory(prefix="musubi-chromium-", ignore_cleanup_errors=True)
        options = Options()
        options.binary_location = "/usr/bin/chromium"
        for flag in FLAGS:
            options.add_argument(flag)
        options.add_argument(f"--user-data-dir={self.profile.name}")
        options.add_experimental_option("prefs", {
            "profile.managed_default_content_settings.javascript": 1 if script else 2,
            "intl.accept_languages": "ja,en",
            "credentials_enable_service": False,
            "profile.password_manager_enabled": False,
        })
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.driver.set_page_load_timeout(120)
        self.driver.set_script_timeout(120)

    def __getattr__(self, name):
        return getattr(self.driver, name)

    def open(self, path):
        self.driver.get(self.url + path)

    def all(self, css):
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def one(self, css):
        return self.driver.find_element(By.CSS_SELECTOR, css)

    @property
    def words(self):
        return self.one("body").text

    def wait(self, what, seconds=PATIENCE, message=""):
        """Until what() is true. While one page takes the place of another the driver may complain about either: not yet, then."""
        return WebDriverWait(self.driver, seconds, 0.1, [WebDriverException]).until(lambda _: what(), message)

    def follow(self, element):
        """Click what leads to another page, and wait until that page is there as a whole."""
        before = self.one("html")

        def gone():
            try:
                return before.is_enabled() and False
            except StaleElementReferenceException:
                return True

        element.click()
        self.wait(gone, message=f"still the same page: {self.driver.current_url}")
        self.wait(lambda: self.driver.execute_script("return document.readyState") == "complete" and self.all("h1"))

    def named(self, text):
        """The button or link with these visible words."""
        found = [e for e in self.all("button, a, summary, input[type=submit]")
                 if text in (e.text.strip(), e.get_attribute("value"), e.get_attribute("aria-label")) and e.is_displayed()]
        assert found, f"nothing to click named {text!r} on {self.driver.current_url}: {self.words[:400]}"
        return found[0]

    def click(self, text):
        """Something on this page; go() is for what leads to another one."""
        self.named(text).click()

    def go(self, text):
        self.follow(self.named(text))

    def fill(self, **values):
        for name, value in values.items():
            field = self.one(f"[name='{name}']")
            field.clear()
            field.send_keys(value)

    def sign_in(self, account):
        self.driver.delete_all_cookies()
        self.open("/account/signin")
        name = next(e.get_attribute("name") for e in self.all("input") if e.get_attribute("name") in ("login", "login_id", "mail"))
        self.fill(**{name: account.login, "password": account.password})
        self.follow(self.one("form:has([name=password]) button"))

    def size(self, width, height=900):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                    {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 768})

    def problems(self):
        """Errors on the console since the last call: refused by CSP, missing files, script errors."""
        return [e["message"] for e in self.driver.get_log("browser") if e["level"] == "SEVERE"]

    def too_wide(self):
        """Does the page scroll sideways?"""
        return self.driver.execute_script("return document.documentElement.scrollWidth > window.innerWidth")

    def quit(self):
        self.driver.quit()
        self.profile.cleanup()
