"""The app that `langgraph dev` serves beside its Agent Server."""

from api.app import create_app
from tools.settings import Settings

app = create_app(Settings(), beside_agent_server=True)
